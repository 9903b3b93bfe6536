package io.breakwater.controlplane.gateway;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests each API key may make: a token bucket for each. Thread-safe. */
final class RateLimits {
  private final int perSecond;
  private final int burst;

  /** As many as there are keys: an id comes from the file of keys, never from a request. */
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * Sets the limits, for each key.
   *
   * @param perSecond requests per second in the long run, from 1
   * @param burst the most at once, from 1
   */
  RateLimits(int perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /**
   * Counts a request.
   *
   * @throws ProblemException with 429 and the time until the next is granted, if there were too
   *     many
   */
  void count(Caller caller) {
    ConsumptionProbe probe =
        buckets.computeIfAbsent(caller.keyId(), id -> bucket()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.RATE_LIMITED,
              "the key %s may make %d requests per second, %d at once"
                  .formatted(caller.keyId(), perSecond, burst)),
          Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
