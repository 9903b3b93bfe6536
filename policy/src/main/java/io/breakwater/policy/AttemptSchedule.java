package io.breakwater.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next attempt starts. A pure function: the clock and the random number are arguments, so
 * the client that sleeps, the simulator that jumps and the test that tabulates run the same code.
 *
 * <p>Implementations are immutable, safe for use by many threads, and allocate nothing in {@link
 * #nextWaitNanos}.
 */
public sealed interface AttemptSchedule
    permits FixedSchedule,
        JitterSchedule,
        FullJitterSchedule,
        DecorrelatedSchedule,
        SpreadSchedule {

  /**
   * Returns the wait, in nanoseconds from now, until the next attempt starts; never negative, never
   * more than {@link #maxWait()}.
   *
   * @param attempt how many attempts this outage has already seen; 0 asks for the first one
   * @param previousWaitNanos what this method returned for the attempt before, 0 if there was none
   * @param sitOutLevel the level that {@link SitOut} keeps; only {@link SpreadSchedule} looks at it
   * @param nowEpochNanos the wall clock, nanoseconds since the epoch
   * @param random uniform in [0, 1)
   */
  long nextWaitNanos(
      int attempt, long previousWaitNanos, int sitOutLevel, long nowEpochNanos, double random);

  /**
   * Returns the same as {@link #nextWaitNanos}, in types that carry their unit.
   *
   * @throws NullPointerException if {@code previousWait} or {@code now} is null
   * @throws ArithmeticException if {@code now} is outside the years 1678 to 2261
   */
  default Duration nextWait(
      int attempt, Duration previousWait, int sitOutLevel, Instant now, double random) {
    return Duration.ofNanos(
        nextWaitNanos(attempt, previousWait.toNanos(), sitOutLevel, epochNanos(now), random));
  }

  private static long epochNanos(Instant now) {
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
  }

  /**
   * Returns the wait, in nanoseconds from now, until this connection leaves a server that has said
   * that it is about to stop: a moment in the window, for spread the same phase of it, else a
   * uniform one.
   *
   * @param window the time in which the members leave, positive
   * @param nowEpochNanos the wall clock, nanoseconds since the epoch
   * @param random uniform in [0, 1)
   * @return at least 0, at most the window
   */
  default long lameDuckWaitNanos(Duration window, long nowEpochNanos, double random) {
    return (long) (random * window.toNanos());
  }

  /**
   * Returns the same as {@link #lameDuckWaitNanos}, in types that carry their unit.
   *
   * @throws NullPointerException if {@code window} or {@code now} is null
   * @throws ArithmeticException if {@code now} is outside the years 1678 to 2261
   */
  default Duration lameDuckWait(Duration window, Instant now, double random) {
    return Duration.ofNanos(lameDuckWaitNanos(window, epochNanos(now), random));
  }

  /** Returns the time in which every connection makes one attempt; the startup budget counts it. */
  Duration period();

  /** Returns the longest wait that this schedule ever yields. */
  Duration maxWait();

  /** Returns which of the five shapes this is. */
  ScheduleShape shape();
}
