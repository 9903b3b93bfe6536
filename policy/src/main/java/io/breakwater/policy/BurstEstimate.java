package io.breakwater.policy;

import java.time.Duration;

/**
 * What a fleet does to a broker that died at one moment under all of it, and stays away.
 *
 * @param averagePerSecond attempts per second, over the first minute of the outage
 * @param largestPer100Millis the expected largest number of attempts in any 100 ms
 * @param largestPerSecond the expected largest number of attempts in any second
 */
public record BurstEstimate(
    double averagePerSecond, double largestPer100Millis, double largestPerSecond) {

  private static final Duration TENTH = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * Returns the estimate for a fleet.
   *
   * <p>How dense a shape gets on average is found by running it: {@link FleetProfile}. What chance
   * adds to that in the densest window is {@link Clumping}.
   *
   * @param replicas N, at least 1
   * @param schedule of one member; for spread, a ranked phase stands for a ranked fleet
   * @throws IllegalArgumentException if {@code replicas} is under 1
   */
  public static BurstEstimate of(int replicas, AttemptSchedule schedule) {
    Check.atLeast(replicas, 1, "replicas");
    if (schedule instanceof SpreadSchedule spread) {
      return new BurstEstimate(
          replicas * 1e9 / spread.period().toNanos(),
          slots(replicas, spread, TENTH),
          slots(replicas, spread, SECOND));
    }
    FleetProfile profile = FleetProfile.of(schedule);
    return new BurstEstimate(
        replicas * profile.attemptsPerSecond(),
        largest(replicas, profile.peak(TENTH)),
        largest(replicas, profile.peak(SECOND)));
  }

  /** Ranked slots are evenly apart; hashed ones fall into the period at random, but stay there. */
  private static double slots(int replicas, SpreadSchedule spread, Duration window) {
    double share = (double) window.toNanos() / spread.period().toNanos();
    return spread.phase().ranked()
        ? Math.ceil(replicas * share)
        : Clumping.expectedLargest(replicas, share, Math.max(1, 1 / share));
  }

  private static double largest(int replicas, FleetProfile.Peak peak) {
    return Clumping.expectedLargest(replicas, peak.attemptsPerReplica(), peak.windows());
  }

  /**
   * Returns if the wave collapses: if so many handshakes share the broker's processors that all of
   * them finish after the client has hung up (largest wave of a second / C over connect timeout).
   *
   * @param connectRate C, in connections per second, positive
   * @param connectTimeout of the clients, positive
   */
  public boolean collapses(double connectRate, Duration connectTimeout) {
    return largestPerSecond / connectRate > connectTimeout.toNanos() / 1e9;
  }
}
