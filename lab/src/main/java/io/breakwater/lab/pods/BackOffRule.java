package io.breakwater.lab.pods;

import java.time.Duration;

/**
 * How long a crashing container waits before it is started again.
 *
 * @param initial the wait before the second restart in a row (the first has none); positive
 * @param maximum the longest wait, which the doubling stops at; at least {@code initial}
 * @param resetAfter a container that ran for longer than this starts the count anew; positive
 */
public record BackOffRule(Duration initial, Duration maximum, Duration resetAfter) {

  /**
   * What a kubelet does: 10 s, doubled up to 5 min, forgotten after 10 min.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy">
   *     Kubernetes: container restart policy</a>
   */
  public static final BackOffRule KUBELET =
      new BackOffRule(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10));

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if any argument is out of its range
   */
  public BackOffRule {
    if (initial.isNegative() || initial.isZero()) {
      throw new IllegalArgumentException("initial must be positive: " + initial);
    }
    if (maximum.compareTo(initial) < 0) {
      throw new IllegalArgumentException(
          "maximum must be at least initial, " + initial + ": " + maximum);
    }
    if (resetAfter.isNegative() || resetAfter.isZero()) {
      throw new IllegalArgumentException("resetAfter must be positive: " + resetAfter);
    }
  }

  /**
   * Returns the wait before the next restart, counted from the moment the container finished.
   *
   * @param restartsInARow how many restarts came before, since the last reset; zero or positive
   * @throws IllegalArgumentException if {@code restartsInARow} is negative
   */
  public Duration delay(int restartsInARow) {
    if (restartsInARow < 0) {
      throw new IllegalArgumentException("restartsInARow must not be negative: " + restartsInARow);
    }
    if (restartsInARow == 0) {
      return Duration.ZERO;
    }
    Duration delay = initial;
    for (int i = 1; i < restartsInARow && delay.compareTo(maximum) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(maximum) < 0 ? delay : maximum;
  }
}
