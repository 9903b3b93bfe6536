package io.breakwater.journal;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The difference, in the unit of a measure, that two runs of the same code show by chance: a
 * smaller one is no verdict, whatever share of the figures it is.
 *
 * @param difference the least difference that counts
 * @param why what a smaller one is, such as "within one schedule period"
 */
record Floor(double difference, String why) {
  /** Every difference counts, as far as its share does. */
  static final Floor NONE = new Floor(0, "");

  /** A pod is found ready when its probe looks, once per second. */
  private static final Floor PROBE = new Floor(1, "within the probe's period");

  /** Two attempts of a fleet fall together by chance. */
  private static final Floor ATTEMPTS = new Floor(2, "a single attempt");

  /** For an arm that does not say how often its clients try. */
  private static final Floor SECOND = new Floor(1, "within one second");

  /**
   * The drills in which those that were dropped come back as one fleet, over the whole period: how
   * long that is, is what they measure. In the others a broker returns at any moment of it, or
   * replica by replica, so that what is left of a period is chance.
   */
  private static final Set<String> ONE_FLEET =
      Set.of("storm", "slow-auth", "node-loss", "partition");

  /** Returns the floor of a measure for two arms of a drill; the coarser arm decides. */
  static Floor of(Measure measure, String drill, Arm baseline, Arm candidate) {
    return switch (measure) {
      case TIME_TO_READY -> PROBE;
      case T50, T99, T100, LONGEST_OUTAGE ->
          ONE_FLEET.contains(drill) ? NONE : larger(baseline, candidate);
      case PEAK_100_MS, PEAK_SECOND -> ATTEMPTS;
      default -> NONE;
    };
  }

  private static Floor larger(Arm baseline, Arm candidate) {
    Floor one = schedule(baseline);
    Floor other = schedule(candidate);
    return one.difference > other.difference ? one : other;
  }

  private static Floor schedule(Arm arm) {
    Optional<Duration> period =
        arm.policy().get("period") instanceof String text
            ? DurationText.parse(text)
            : Optional.empty();
    return period
        .map(length -> new Floor(length.toNanos() / 1e9, "within one schedule period"))
        .orElse(SECOND);
  }
}
