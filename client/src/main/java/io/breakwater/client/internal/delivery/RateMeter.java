package io.breakwater.client.internal.delivery;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast a count has been rising over the last {@value #SPAN_SECONDS} seconds. Time is an
 * argument. Thread-safe.
 */
final class RateMeter {
  private static final int SPAN_SECONDS = 10;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SPAN_NANOS = SPAN_SECONDS * 1_000_000_000L;
  private static final long STEP_NANOS = 500_000_000L;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long count) {}

  RateMeter(long nowNanos) {
    samples.add(new Sample(nowNanos, 0));
  }

  /** Notes the count; to be called now and then. */
  synchronized void sample(long nowNanos, long count) {
    while (samples.size() > 1 && nowNanos - samples.getFirst().nanos > SPAN_NANOS) {
      samples.removeFirst();
    }
    if (nowNanos - samples.getLast().nanos >= STEP_NANOS) {
      samples.addLast(new Sample(nowNanos, count));
    }
  }

  /** Returns counts per second, from the oldest sample that is young enough. */
  synchronized double perSecond(long nowNanos, long count) {
    sample(nowNanos, count);
    Sample since = samples.getFirst();
    double seconds = Math.max(nowNanos - since.nanos, STEP_NANOS) / NANOS_PER_SECOND;
    return Math.max(0, count - since.count) / seconds;
  }
}
