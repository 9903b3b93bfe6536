package io.breakwater.policy;

import java.time.Duration;

/**
 * Exponential backoff with full jitter: U(0, min(cap, base x 2^k)), after Marc Brooker,
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param base positive
 * @param cap at least {@code base}
 */
public record FullJitterSchedule(Duration base, Duration cap) implements AttemptSchedule {

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public FullJitterSchedule {
    Check.positive(base, "base");
    Check.capped(base, cap);
  }

  @Override
  public long nextWaitNanos(
      int attempt, long previousWaitNanos, int sitOutLevel, long nowEpochNanos, double random) {
    // A double holds base x 2^k without overflow; the exponent need not grow past any cap.
    double ceiling =
        Math.min(
            (double) cap.toNanos(), Math.scalb((double) base.toNanos(), Math.min(attempt, 64)));
    return (long) (random * ceiling);
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
    return ScheduleShape.FULL_JITTER;
  }
}
