package io.breakwater.policy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long a process may try to reach the broker before it gives up:
 *
 * <pre>budget = max(connectTimeout, P) x servers x passes + margin</pre>
 *
 * Without P in it, a fleet with N/C over the budget would give up before its first slot came.
 *
 * @param connectTimeout of one attempt, positive
 * @param schedulePeriod P, positive; kept in whole milliseconds, rounded up, since people read the
 *     sum
 * @param servers at least 1
 * @param passes over all servers, at least 1
 * @param margin zero or positive
 */
public record StartupBudget(
    Duration connectTimeout, Duration schedulePeriod, int servers, int passes, Duration margin) {

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public StartupBudget {
    Check.positive(connectTimeout, "connectTimeout");
    Check.positive(schedulePeriod, "schedulePeriod");
    schedulePeriod = schedulePeriod.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
    Check.atLeast(servers, 1, "servers");
    Check.atLeast(passes, 1, "passes");
    Check.notNegative(margin, "margin");
  }

  /** Returns the budget. */
  public Duration total() {
    Duration turn = connectTimeout.compareTo(schedulePeriod) > 0 ? connectTimeout : schedulePeriod;
    return turn.multipliedBy((long) servers * passes).plus(margin);
  }

  /**
   * Returns the sum as a person would write it: {@code max(10s, 500ms) x 3 servers ... = 1m45s}.
   */
  public String arithmetic() {
    return "max(%s, %s) x %d server%s x %d pass%s + %s = %s"
        .formatted(
            DurationText.format(connectTimeout),
            DurationText.format(schedulePeriod),
            servers,
            servers == 1 ? "" : "s",
            passes,
            passes == 1 ? "" : "es",
            DurationText.format(margin),
            DurationText.format(total()));
  }
}
