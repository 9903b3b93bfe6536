package io.breakwater.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * A slot of its own for each connection: the next wall-clock instant t with t = phase x P (mod P).
 * Time-division multiple access: whenever the broker returns, it meets the members one by one.
 *
 * <p>A connection that sits out at level j attends every 2^j-th period, in the same slot. Which of
 * the 2^j follows from its {@link Phase#stagger()}, so that a fleet that sits out together halves
 * its rate with each level instead of skipping and returning as one. When it has just come to that
 * level it lets 2^j - 1 whole periods pass first: a broker that was overloaded still works on the
 * handshakes of those that have hung up, and whoever comes before they are done only adds to them.
 * The wait is bounded by {@code maxSpread}, but never under one period.
 *
 * @param period P, positive, the same for all members of the fleet
 * @param maxSpread the longest time between two attended slots; positive
 * @param phase this connection's place in the period
 */
public record SpreadSchedule(Duration period, Duration maxSpread, Phase phase)
    implements AttemptSchedule {

  /**
   * The part of a period in which the slot ahead counts as the one just used. A sleep on a
   * monotonic clock can end before the wall clock shows the slot: by the timer's imprecision, or by
   * the 500 ppm of its length by which NTP slews a clock. A 64th is thirty times that.
   */
  private static final int GUARD_PARTS = 64;

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public SpreadSchedule {
    Check.positive(period, "period");
    Check.positive(maxSpread, "maxSpread");
    Objects.requireNonNull(phase, "phase");
  }

  @Override
  public long nextWaitNanos(
      int attempt, long previousWaitNanos, int sitOutLevel, long nowEpochNanos, double random) {
    long afterNanos = nowEpochNanos;
    // The first attempt of an outage has no used slot behind it and takes any slot ahead.
    if (attempt > 0) {
      long attended = attended(sitOutLevel);
      // Who was at this level already is due in 2^j periods anyway: that changes nothing for it.
      long passed = Math.min(attended - 1, mostPeriods() - attended);
      afterNanos += period.toNanos() / GUARD_PARTS + passed * period.toNanos();
    }
    return slotAtOrAfter(afterNanos + 1, sitOutLevel) - nowEpochNanos;
  }

  /**
   * Returns the first attended slot at or after a moment, whatever periods an attempt before it
   * would let pass. Both are on the wall clock, in nanoseconds since the epoch.
   *
   * @param epochNanos the moment
   * @param sitOutLevel as in {@link #nextWaitNanos}
   */
  public long slotAtOrAfter(long epochNanos, int sitOutLevel) {
    long periodNanos = period.toNanos();
    long slotNanos = (long) (phase.fraction() * periodNanos);
    long next = Math.floorDiv(epochNanos - 1 - slotNanos, periodNanos) + 1;
    next += Math.floorMod(phase.stagger() - next, attended(sitOutLevel));
    return next * periodNanos + slotNanos;
  }

  /** Every how many periods a level attends. */
  private long attended(int sitOutLevel) {
    return 1L << Math.min(sitOutLevel, maxLevel());
  }

  @Override
  public long lameDuckWaitNanos(Duration window, long nowEpochNanos, double random) {
    return new SpreadSchedule(window, window, phase)
        .nextWaitNanos(0, 0, SitOut.NONE, nowEpochNanos, random);
  }

  /** Returns the highest sit-out level that {@code maxSpread} leaves room for. */
  public int maxLevel() {
    return 63 - Long.numberOfLeadingZeros(mostPeriods());
  }

  private long mostPeriods() {
    return Math.max(1, maxSpread.toNanos() / period.toNanos());
  }

  @Override
  public Duration maxWait() {
    long most = Math.min(mostPeriods(), (2L << maxLevel()) - 1);
    return period.multipliedBy(most).plus(period.dividedBy(GUARD_PARTS));
  }

  @Override
  public ScheduleShape shape() {
    return ScheduleShape.SPREAD;
  }
}
