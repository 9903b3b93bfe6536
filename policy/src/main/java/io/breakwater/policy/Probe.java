package io.breakwater.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * One HTTP probe as a kubelet runs it: every {@code period}, a GET of {@code path} that must answer
 * with a status of 200 to 399 within {@code timeout}; {@code failureThreshold} failures in a row
 * are a verdict, one success takes it back.
 *
 * @param path the path and query, starting with a slash
 * @param initialDelay the wait before the first GET; zero or positive
 * @param period the time between two GETs; positive, whole seconds in Kubernetes
 * @param timeout the longest a GET may take; positive, whole seconds in Kubernetes
 * @param failureThreshold how many failures in a row count; at least 1
 */
public record Probe(
    String path, Duration initialDelay, Duration period, Duration timeout, int failureThreshold) {

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if any argument is null
   * @throws IllegalArgumentException if any argument is out of its range
   */
  public Probe {
    Objects.requireNonNull(path, "path");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with a slash: " + path);
    }
    if (initialDelay.isNegative()) {
      throw new IllegalArgumentException("initialDelay must not be negative: " + initialDelay);
    }
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period must be positive: " + period);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
    if (failureThreshold < 1) {
      throw new IllegalArgumentException(
          "failureThreshold must be at least 1: " + failureThreshold);
    }
  }

  /** Returns how long the probe may fail, from its first GET, before its verdict falls. */
  public Duration window() {
    return period.multipliedBy(failureThreshold);
  }
}
