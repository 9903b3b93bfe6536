package io.breakwater.policy;

/**
 * What chance adds to the densest window: points that fall at random do not fall evenly.
 *
 * <p>For points of a Poisson process with a mean of m per window, in a time of T windows, the most
 * that any sliding window holds is at most k with a probability of about
 *
 * <pre>F(k) exp(-(1 - m / (k + 1)) m (T - 1) f(k))</pre>
 *
 * (S. E. Alm, "On the distribution of the scan statistic of a Poisson process", 1983; in J. Glaz,
 * J. Naus, S. Wallenstein, "Scan Statistics", Springer 2001). Here F and f are those of the
 * binomial distribution, because a fleet is a fixed number of members.
 */
final class Clumping {
  /** Deviations beyond which a binomial distribution has nothing that a double would show. */
  private static final double TAIL = 12;

  private Clumping() {}

  /**
   * Returns the expected largest number in any window.
   *
   * @param members how many there are
   * @param perMember how many points each puts into the densest window on average
   * @param windows T, at least 1
   */
  static double expectedLargest(int members, double perMember, double windows) {
    // Whole points per member leave nothing to chance; it is the rest that may fall in or out.
    double certain = Math.floor(perMember);
    double chance = perMember - certain;
    double mean = members * chance;
    if (mean == 0) {
      return members * certain;
    }
    int low = (int) Math.max(0, mean - TAIL * Math.sqrt(mean) - 1);
    int high = (int) Math.min(members, mean + TAIL * Math.sqrt(mean) + TAIL);
    double[] mass = binomial(members, chance, low, high);
    double largest = low;
    double below = 0;
    for (int k = low; k < high; k++) {
      below += mass[k - low];
      double atMost =
          k + 1 <= mean ? 0 : below * Math.exp(-clumps(mean, windows, k, mass[k - low]));
      largest += 1 - atMost;
    }
    return members * certain + largest;
  }

  private static double clumps(double mean, double windows, int k, double mass) {
    return (1 - mean / (k + 1)) * mean * (windows - 1) * mass;
  }

  /**
   * Returns the probabilities of low to high, by their ratios from the most likely one outwards.
   */
  private static double[] binomial(int members, double chance, int low, int high) {
    double[] mass = new double[high - low + 1];
    int mode = Math.min(high, Math.max(low, (int) ((members + 1.0) * chance)));
    double odds = chance / (1 - chance);
    mass[mode - low] = 1;
    double sum = 1;
    for (int k = mode; k < high; k++) {
      mass[k + 1 - low] = mass[k - low] * (members - k) / (k + 1.0) * odds;
      sum += mass[k + 1 - low];
    }
    for (int k = mode; k > low; k--) {
      mass[k - 1 - low] = mass[k - low] * k / (members - k + 1.0) / odds;
      sum += mass[k - 1 - low];
    }
    for (int i = 0; i < mass.length; i++) {
      mass[i] /= sum;
    }
    return mass;
  }
}
