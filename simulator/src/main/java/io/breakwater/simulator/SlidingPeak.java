package io.breakwater.simulator;

import java.util.Arrays;

/**
 * The most events in any window {@code [t, t + length)}, found while they come, in order; the same
 * as {@link io.breakwater.journal.Peaks} finds afterwards. Not thread-safe.
 */
final class SlidingPeak {
  private final long length;
  private long[] times = new long[1_024];
  private int first;
  private int count;
  private int largest;

  SlidingPeak(long lengthNanos) {
    length = lengthNanos;
  }

  void add(long at) {
    while (count > 0 && at - times[first] >= length) {
      first = (first + 1) & (times.length - 1);
      count--;
    }
    if (count == times.length) {
      grow();
    }
    times[(first + count) & (times.length - 1)] = at;
    count++;
    largest = Math.max(largest, count);
  }

  private void grow() {
    long[] grown = Arrays.copyOf(times, 2 * count);
    // The part before the first one wrapped round; it goes behind what did not.
    System.arraycopy(times, 0, grown, count, first);
    times = grown;
  }

  int largest() {
    return largest;
  }
}
