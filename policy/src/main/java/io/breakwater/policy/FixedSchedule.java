package io.breakwater.policy;

import java.time.Duration;

/**
 * The same wait before every attempt: replicas that lost their connection together come back
 * together, in every wave.
 *
 * @param waitTime positive
 */
public record FixedSchedule(Duration waitTime) implements AttemptSchedule {

  /**
   * Checks the range above.
   *
   * @throws IllegalArgumentException if {@code waitTime} is not positive
   */
  public FixedSchedule {
    Check.positive(waitTime, "waitTime");
  }

  @Override
  public long nextWaitNanos(
      int attempt, long previousWaitNanos, int sitOutLevel, long nowEpochNanos, double random) {
    return waitTime.toNanos();
  }

  @Override
  public Duration period() {
    return waitTime;
  }

  @Override
  public Duration maxWait() {
    return waitTime;
  }

  @Override
  public ScheduleShape shape() {
    return ScheduleShape.FIXED;
  }
}
