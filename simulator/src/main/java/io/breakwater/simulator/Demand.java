package io.breakwater.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How much processor time a piece of work takes. Immutable. */
public sealed interface Demand {

  /** No work at all. */
  Demand NONE = new Fixed(Duration.ZERO);

  /** Returns the time of one piece of work, in nanoseconds of one processor; never negative. */
  double sampleNanos(RandomGenerator random);

  /** Returns the mean. */
  Duration mean();

  /** Returns the same, so many times as long. */
  Demand times(double factor);

  /**
   * Always the same: what a hash of a given cost takes on an idle processor.
   *
   * @param mean zero or positive
   */
  record Fixed(Duration mean) implements Demand {
    /**
     * Checks the range above.
     *
     * @throws IllegalArgumentException if the mean is negative
     */
    public Fixed {
      notNegative(mean);
    }

    @Override
    public Demand times(double factor) {
      return new Fixed(scaled(mean, factor));
    }

    @Override
    public double sampleNanos(RandomGenerator random) {
      return mean.toNanos();
    }
  }

  /**
   * Lognormal: what work takes on a machine that does other things too.
   *
   * @param mean zero or positive
   * @param variation the coefficient of variation, standard deviation over mean; zero or positive
   */
  record LogNormal(Duration mean, double variation) implements Demand {
    /**
     * Checks the ranges above.
     *
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public LogNormal {
      notNegative(mean);
      if (!(variation >= 0 && variation < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("variation must be zero or positive: " + variation);
      }
    }

    @Override
    public Demand times(double factor) {
      return new LogNormal(scaled(mean, factor), variation);
    }

    @Override
    public double sampleNanos(RandomGenerator random) {
      double variance = Math.log1p(variation * variation);
      return mean.toNanos() * Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
    }
  }

  /**
   * Exponential: what the closed forms of queueing theory like best.
   *
   * @param mean zero or positive
   */
  record Exponential(Duration mean) implements Demand {
    /**
     * Checks the range above.
     *
     * @throws IllegalArgumentException if the mean is negative
     */
    public Exponential {
      notNegative(mean);
    }

    @Override
    public Demand times(double factor) {
      return new Exponential(scaled(mean, factor));
    }

    @Override
    public double sampleNanos(RandomGenerator random) {
      return mean.toNanos() * random.nextExponential();
    }
  }

  private static Duration scaled(Duration mean, double factor) {
    return Duration.ofNanos(Math.round(mean.toNanos() * factor));
  }

  private static void notNegative(Duration mean) {
    if (mean.isNegative()) {
      throw new IllegalArgumentException("mean must not be negative: " + mean);
    }
  }
}
