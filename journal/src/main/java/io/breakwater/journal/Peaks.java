package io.breakwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * The largest wave in a list of attempts: the most of them in any window of a given length,
 * wherever it starts. Fixed bins would cut a wave that straddles their border in two and report
 * half of it.
 */
public final class Peaks {
  private Peaks() {}

  /**
   * Returns the largest number of {@code times} that fall into one window {@code [t, t + window)};
   * two that are exactly {@code window} apart do not share one. The order of the times does not
   * matter; without any the answer is 0.
   *
   * @throws IllegalArgumentException if the window is not positive
   */
  public static int largestIn(Duration window, Collection<Instant> times) {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be positive: " + window);
    }
    Instant[] sorted = times.stream().sorted().toArray(Instant[]::new);
    int largest = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (Duration.between(sorted[first], sorted[last]).compareTo(window) >= 0) {
        first++;
      }
      largest = Math.max(largest, last - first + 1);
    }
    return largest;
  }
}
