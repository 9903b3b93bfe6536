package io.breakwater.controlplane.workflow;

import java.time.Duration;

/**
 * How often a step is tried.
 *
 * @param maxAttempts how often in all, the first time included
 * @param backoff the longest wait after the first failed attempt; it doubles with each
 * @param maxBackoff the longest wait of all
 */
public record Retries(int maxAttempts, Duration backoff, Duration maxBackoff) {
  /** What holds where a definition says nothing: what holds for other jobs too. */
  static final Retries DEFAULT = new Retries(3, Duration.ofSeconds(1), Duration.ofMinutes(1));
}
