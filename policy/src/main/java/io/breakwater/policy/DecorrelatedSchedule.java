package io.breakwater.policy;

import java.time.Duration;

/**
 * Decorrelated jitter: min(cap, U(base, 3 x previous)), where the wait before the first counts as
 * {@code base}; after Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param base positive
 * @param cap at least {@code base}
 */
public record DecorrelatedSchedule(Duration base, Duration cap) implements AttemptSchedule {

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public DecorrelatedSchedule {
    Check.positive(base, "base");
    Check.capped(base, cap);
  }

  @Override
  public long nextWaitNanos(
      int attempt, long previousWaitNanos, int sitOutLevel, long nowEpochNanos, double random) {
    long baseNanos = base.toNanos();
    double top = 3.0 * Math.max(baseNanos, previousWaitNanos);
    return (long) Math.min((double) cap.toNanos(), baseNanos + random * (top - baseNanos));
  }

  @Override
  public Duration period() {
    return cap;
  }

  @Override
  public Duration maxWait() {
    return cap;
  }

  @Override
  public ScheduleShape shape() {
    return ScheduleShape.DECORRELATED;
  }
}
