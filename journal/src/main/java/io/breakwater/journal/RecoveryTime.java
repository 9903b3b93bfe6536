package io.breakwater.journal;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** T50, T99 and T100: the time from broker-up until that share of a fleet is connected. */
public final class RecoveryTime {
  private RecoveryTime() {}

  /**
   * Returns after how many seconds {@code percent} of the {@code replicas}, rounded up to whole
   * replicas, were connected; null if fewer ever were.
   *
   * @param percent 1 to 100
   * @param replicas how many replicas take part; at least 1
   * @param connectTimes one time per replica that came back, from broker-up; replicas that did not
   *     come back are not in it
   * @throws IllegalArgumentException if an argument is out of its range, or if more replicas came
   *     back than take part
   */
  public static @Nullable Double seconds(
      int percent, int replicas, Collection<Duration> connectTimes) {
    return seconds(
        percent, replicas, connectTimes.stream().mapToLong(Duration::toNanos).sorted().toArray());
  }

  /**
   * Returns the same for times in nanoseconds, which are sorted: for fleets too large for objects.
   *
   * @throws IllegalArgumentException if an argument is out of its range, or if more replicas came
   *     back than take part
   */
  public static @Nullable Double seconds(int percent, int replicas, long[] sortedNanos) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("percent must be 1 to 100: " + percent);
    }
    if (replicas < 1 || sortedNanos.length > replicas) {
      throw new IllegalArgumentException(
          "%d connect times for %d replicas".formatted(sortedNanos.length, replicas));
    }
    int needed = (int) (((long) replicas * percent + 99) / 100);
    if (sortedNanos.length < needed) {
      return null;
    }
    return sortedNanos[needed - 1] / 1e9;
  }
}
