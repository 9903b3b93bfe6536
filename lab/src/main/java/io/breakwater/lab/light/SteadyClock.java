package io.breakwater.lab.light;

import java.time.Instant;

/**
 * A wall clock that nobody sets while a drill runs: it starts at the system's time and goes on with
 * the monotonic clock, so that durations between its times are true. Thread-safe.
 */
public final class SteadyClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long epochNanos = epochNanos(Instant.now());
  private final long origin = System.nanoTime();

  /** Creates a clock that shows the system's time. */
  public SteadyClock() {}

  /** Returns the time in nanoseconds since the epoch. */
  public long now() {
    return epochNanos + (System.nanoTime() - origin);
  }

  /** Returns a time of such a clock as an instant. */
  public static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
  }

  /** Returns an instant in nanoseconds since the epoch. */
  public static long epochNanos(Instant instant) {
    return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
  }
}
