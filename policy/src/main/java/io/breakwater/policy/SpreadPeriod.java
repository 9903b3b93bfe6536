package io.breakwater.policy;

import java.time.Duration;

/** The arithmetic of P, the period of a {@link SpreadSchedule}. */
public final class SpreadPeriod {
  /** The part of C that ranked slots may fill. */
  public static final double RANKED_LOAD = 0.95;

  /** The part of C that hashed slots may fill: random clumps need head-room. */
  public static final double HASHED_LOAD = 0.8;

  /**
   * The part of a discovered C that ranked slots may fill: members that estimated it differently
   * have different periods, so that some of their slots fall together.
   */
  public static final double DISCOVERED_LOAD = 0.9;

  /** Eight steps to a doubling: members whose counts differ by a little mostly agree on P. */
  private static final int STEPS_PER_DOUBLING = 8;

  private SpreadPeriod() {}

  /**
   * Returns P = max(wait, N / (rho x C)).
   *
   * @param wait the least period, positive
   * @param connections N, at least 1
   * @param connectRate this fleet's part of C, in connections per second, positive
   * @param ranked whether the slots come from ranks (rho = 0.95) or from hashes (rho = 0.8)
   */
  public static Duration of(Duration wait, int connections, double connectRate, boolean ranked) {
    double seconds = connections / ((ranked ? RANKED_LOAD : HASHED_LOAD) * connectRate);
    Duration needed = Duration.ofNanos((long) Math.ceil(seconds * 1e9));
    return needed.compareTo(wait) > 0 ? needed : wait;
  }

  /**
   * Returns a discovered N rounded up to the next step of 2^(1/8), at least 1.
   *
   * @param connections the count, at least 1
   */
  public static int quantiseUp(int connections) {
    Check.atLeast(connections, 1, "connections");
    // The logarithm is a rounded number: start one step low and walk up to the first that fits.
    long step = (long) Math.floor(STEPS_PER_DOUBLING * log2(connections)) - 1;
    long value = atStep(step);
    while (value < connections) {
      step++;
      value = atStep(step);
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /**
   * Returns what is left of a discovered C: N over it is rounded up to a step of 2^(1/8), for the
   * same reason, and ranks get {@link #DISCOVERED_LOAD} of it.
   *
   * @param connections N as it was discovered or told, at least 1
   * @param rounded N as the period is computed from it
   * @param connectRate C as it was discovered, positive
   * @param ranked whether the slots come from ranks
   */
  static double discovered(int connections, int rounded, double connectRate, boolean ranked) {
    double seconds = connections / connectRate;
    // The logarithm is a rounded number: what is on a step by all but that stays there.
    double step = Math.ceil(STEPS_PER_DOUBLING * log2(seconds) - 1e-9);
    double stepped = Math.pow(2, step / STEPS_PER_DOUBLING);
    return rounded / stepped * (ranked ? DISCOVERED_LOAD / RANKED_LOAD : 1);
  }

  private static long atStep(long step) {
    return (long) Math.ceil(StrictMath.pow(2, (double) step / STEPS_PER_DOUBLING));
  }

  private static double log2(double value) {
    return StrictMath.log(value) / StrictMath.log(2);
  }
}
