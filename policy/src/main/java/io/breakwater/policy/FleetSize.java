package io.breakwater.policy;

import java.time.Duration;

/**
 * How N follows what is counted: it rises at once and falls slowly, because a count that is taken
 * in the middle of a recovery is too small, and slots for members that are gone cost only time.
 */
public final class FleetSize {
  /** In this time, connected, an N that is too large halves. */
  static final Duration HALF_LIFE = Duration.ofMinutes(10);

  private FleetSize() {}

  /**
   * Returns N after a count.
   *
   * @param previous N before it, at least 1
   * @param counted the count, at least 1
   * @param connected how long this member has been connected since the count before, not negative:
   *     an outage takes nothing off
   * @return {@code counted} or more, {@code max(previous, counted)} or less
   */
  public static int next(int previous, int counted, Duration connected) {
    Check.atLeast(previous, 1, "previous");
    Check.atLeast(counted, 1, "counted");
    Check.notNegative(connected, "connected");
    double left = Math.pow(2, -(double) connected.toMillis() / HALF_LIFE.toMillis());
    return Math.max(counted, (int) Math.ceil(previous * left));
  }
}
