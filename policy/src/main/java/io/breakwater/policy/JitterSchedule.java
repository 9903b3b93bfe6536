package io.breakwater.policy;

import java.time.Duration;

/**
 * A wait plus a uniform random part: wait + U(0, jitter).
 *
 * @param waitTime positive
 * @param jitter zero or positive
 */
public record JitterSchedule(Duration waitTime, Duration jitter) implements AttemptSchedule {

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public JitterSchedule {
    Check.positive(waitTime, "waitTime");
    Check.notNegative(jitter, "jitter");
  }

  @Override
  public long nextWaitNanos(
      int attempt, long previousWaitNanos, int sitOutLevel, long nowEpochNanos, double random) {
    return waitTime.toNanos() + (long) (random * jitter.toNanos());
  }

  @Override
  public Duration period() {
    return waitTime.plus(jitter);
  }

  @Override
  public Duration maxWait() {
    return period();
  }

  @Override
  public ScheduleShape shape() {
    return ScheduleShape.JITTER;
  }
}
