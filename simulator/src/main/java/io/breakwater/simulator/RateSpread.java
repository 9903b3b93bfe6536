package io.breakwater.simulator;

import java.util.Collection;
import java.util.Collections;
import java.util.SplittableRandom;

/**
 * How far C lay apart in the rounds in which it was measured, or from one start of a fleet to the
 * next. C is their median, so that half of what may come lies between the slowest of them and C,
 * half between C and the fastest.
 *
 * @param slowest the slowest over C; over 0, at most 1
 * @param fastest the fastest over C; at least 1
 */
public record RateSpread(double slowest, double fastest) {
  /** C is taken as it is. */
  public static final RateSpread NONE = new RateSpread(1, 1);

  /**
   * Returns how far rates lie apart that were measured.
   *
   * @param rate C, between the slowest and the fastest of them
   * @param rates not empty
   * @throws IllegalArgumentException if C is not between them
   */
  public static RateSpread of(double rate, Collection<Double> rates) {
    return new RateSpread(Collections.min(rates) / rate, Collections.max(rates) / rate);
  }

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if a part is out of its range
   */
  public RateSpread {
    if (!(slowest > 0 && slowest <= 1 && fastest >= 1 && fastest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected C between its slowest and its fastest round, got %s and %s of it"
              .formatted(slowest, fastest));
    }
  }

  /**
   * Returns the part of C that there is in the run of a seed. It is drawn apart from what the run
   * itself draws.
   */
  double part(long seed) {
    double random = new SplittableRandom(~seed).nextDouble();
    return random < 0.5
        ? slowest + 2 * random * (1 - slowest)
        : 1 + (2 * random - 1) * (fastest - 1);
  }
}
