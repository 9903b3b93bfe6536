package io.breakwater.client.internal.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * What waits to be delivered.
 *
 * @param messages how many
 * @param bytes what they are charged with
 * @param age of the oldest; zero if there is none
 */
record Backlog(long messages, long bytes, Duration age) {
  static final Backlog NONE = new Backlog(0, 0, Duration.ZERO);

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Returns how long it takes until it is gone.
   *
   * @param drainRate how fast it goes, per second
   * @param arrivals how fast more comes, per second
   */
  Optional<Duration> gone(double drainRate, double arrivals) {
    if (messages == 0) {
      return Optional.of(Duration.ZERO);
    }
    double net = drainRate - arrivals;
    double nanos = messages / net * NANOS_PER_SECOND;
    return net > 0 && nanos < Long.MAX_VALUE
        ? Optional.of(Duration.ofNanos((long) nanos))
        : Optional.empty();
  }
}
