package io.breakwater.controlplane.store;

import java.time.Duration;

/**
 * How long a lease lasts.
 *
 * @param lasts how long its holder may be silent
 * @param renew how often it is renewed, and looked at by the others; at most a third of that
 */
public record LeaseTerms(Duration lasts, Duration renew) {
  /** Six seconds, renewed every two. */
  public static final LeaseTerms DEFAULT =
      new LeaseTerms(Duration.ofSeconds(6), Duration.ofSeconds(2));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LeaseTerms {
    if (renew.toMillis() < 1 || renew.multipliedBy(3).compareTo(lasts) > 0) {
      throw new IllegalArgumentException("a lease must last three times its renewal, at least 3ms");
    }
  }
}
