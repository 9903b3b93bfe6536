package io.breakwater.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * What a connection remembers between its attempts, and what follows from it for the next one: the
 * same for the client's gate and for the light replicas of a drill.
 *
 * @param attempts how many attempts this outage has seen
 * @param previousWaitNanos how long the last of them was waited for; 0 if there was none
 * @param sitOutLevel the level that {@link SitOut} keeps
 * @param everConnected if an attempt has ever connected
 * @param connectedAtNanos when the last connection was made, by the caller's steady clock
 */
public record AttemptState(
    int attempts,
    long previousWaitNanos,
    int sitOutLevel,
    boolean everConnected,
    long connectedAtNanos) {
  /** Of a connection that has never been dialled. */
  public static final AttemptState NEW = new AttemptState(0, 0, SitOut.NONE, false, 0);

  /**
   * Returns the wait until the next attempt, in nanoseconds.
   *
   * @param nowEpochNanos the wall clock, nanoseconds since the epoch
   * @param random uniform in [0, 1)
   */
  public long nextWaitNanos(AttemptSchedule schedule, long nowEpochNanos, double random) {
    return schedule.nextWaitNanos(attempts, previousWaitNanos, sitOutLevel, nowEpochNanos, random);
  }

  /**
   * Returns the same as {@link #nextWaitNanos}, in types that carry their unit.
   *
   * @throws ArithmeticException if {@code now} is outside the years 1678 to 2261
   */
  public Duration nextWait(AttemptSchedule schedule, Instant now, double random) {
    return schedule.nextWait(
        attempts, Duration.ofNanos(previousWaitNanos), sitOutLevel, now, random);
  }

  /**
   * Returns the state once an attempt has begun.
   *
   * @param waitedNanos what it was waited for; 0 if it had no slot
   */
  public AttemptState began(long waitedNanos) {
    return new AttemptState(
        attempts + 1, waitedNanos, sitOutLevel, everConnected, connectedAtNanos);
  }

  /**
   * Returns the state once an attempt has ended.
   *
   * @param slotless if it was made at once, so that its outcome says nothing about the slots
   * @param nowNanos the caller's steady clock
   */
  public AttemptState ended(AttemptOutcome outcome, boolean slotless, long nowNanos) {
    int level = SitOut.next(sitOutLevel, outcome, slotless);
    return outcome == AttemptOutcome.CONNECTED
        ? new AttemptState(attempts, previousWaitNanos, level, true, nowNanos)
        : new AttemptState(attempts, previousWaitNanos, level, everConnected, connectedAtNanos);
  }

  /**
   * Returns the state once the connection is lost, and an outage begins.
   *
   * @param nowNanos the caller's steady clock
   */
  public AttemptState disconnected(long nowNanos) {
    Duration stood = Duration.ofNanos(nowNanos - connectedAtNanos);
    return new AttemptState(
        0, 0, SitOut.afterConnected(sitOutLevel, stood), everConnected, connectedAtNanos);
  }
}
