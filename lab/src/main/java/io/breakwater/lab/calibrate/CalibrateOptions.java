package io.breakwater.lab.calibrate;

import java.time.Duration;

/**
 * How far a calibration goes.
 *
 * @param maxConnections how many handshakes it has under way at most, at least 1; there is one more
 *     connection, the established one whose round trip is watched
 * @param maxRoundTrip the round trip of the established connection at which it stops; positive
 * @param connectTimeout of one handshake; positive
 * @param rounds how often C is measured, at least 1
 * @param round how long each measurement takes; positive
 */
public record CalibrateOptions(
    int maxConnections,
    Duration maxRoundTrip,
    Duration connectTimeout,
    int rounds,
    Duration round) {

  /** About 20 s; stops at a quarter of a second. */
  public static final CalibrateOptions DEFAULTS =
      new CalibrateOptions(
          32, Duration.ofMillis(250), Duration.ofSeconds(10), 5, Duration.ofSeconds(2));

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range; the message is one line
   */
  public CalibrateOptions {
    atLeastOne(maxConnections, "max connections");
    atLeastOne(rounds, "rounds");
    positive(maxRoundTrip, "max round trip");
    positive(connectTimeout, "connect timeout");
    positive(round, "round");
  }

  /** Returns the same with that many measurements of that length. */
  public CalibrateOptions withRounds(int rounds, Duration round) {
    return new CalibrateOptions(maxConnections, maxRoundTrip, connectTimeout, rounds, round);
  }

  /** Returns the same with other bounds. */
  public CalibrateOptions withBounds(int maxConnections, Duration maxRoundTrip) {
    return new CalibrateOptions(maxConnections, maxRoundTrip, connectTimeout, rounds, round);
  }

  /** Returns the same with another connect timeout. */
  public CalibrateOptions withConnectTimeout(Duration connectTimeout) {
    return new CalibrateOptions(maxConnections, maxRoundTrip, connectTimeout, rounds, round);
  }

  private static void atLeastOne(int value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected at least 1, got " + value);
    }
  }

  private static void positive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": expected more than zero");
    }
  }
}
