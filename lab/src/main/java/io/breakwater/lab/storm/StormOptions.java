package io.breakwater.lab.storm;

import io.breakwater.lab.calibrate.CalibrateOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a person chooses for a storm.
 *
 * @param arms the arms, the baseline first; not empty, names distinct
 * @param replicas N, 1 to {@link #MOST_REPLICAS}
 * @param security what makes each connection work for the broker
 * @param outage how long the broker is down; positive
 * @param limit how long an arm may take to come back; positive; null for what {@link #limitFor}
 *     finds
 * @param connectTimeout of one attempt; positive
 * @param brokerLines further lines of broker configuration, such as its limits
 * @param calibration how C is measured before the arms
 * @param brokerCores how many processors each broker has to itself, while the clients have the
 *     others; empty if they share all
 * @param seed of the light clients' random numbers, in each arm anew; 0 to {@link #MOST_SEED}
 * @param command how to repeat the run, for the report
 */
public record StormOptions(
    List<StormArm> arms,
    int replicas,
    StormSecurity security,
    Duration outage,
    @Nullable Duration limit,
    Duration connectTimeout,
    List<String> brokerLines,
    CalibrateOptions calibration,
    OptionalInt brokerCores,
    long seed,
    String command) {

  /** In orderly recoveries all are back within 1.3 times the bound; a choice of ours. */
  private static final double LIMIT_IN_BOUNDS = 4;

  private static final Duration LEAST_LIMIT = Duration.ofMinutes(1);
  private static final Duration MOST_LIMIT = Duration.ofDays(1);

  /** A million connections of one process; beyond it a number is a typing error. */
  public static final int MOST_REPLICAS = 1_000_000;

  /** Whoever reads a journal's numbers as doubles, as JavaScript does, reads it exactly. */
  public static final long MOST_SEED = (1L << 53) - 1;

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range; the message is one line
   */
  public StormOptions {
    arms = List.copyOf(arms);
    brokerLines = List.copyOf(brokerLines);
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("arms: expected at least one");
    }
    List<String> names = arms.stream().map(StormArm::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("arms: expected distinct names, got " + names);
    }
    if (replicas < 1 || replicas > MOST_REPLICAS) {
      throw new IllegalArgumentException(
          "replicas: expected 1 to %d, got %d".formatted(MOST_REPLICAS, replicas));
    }
    positive(outage, "outage");
    if (limit != null) {
      positive(limit, "limit");
    }
    positive(connectTimeout, "connect timeout");
    if (seed < 0 || seed > MOST_SEED) {
      throw new IllegalArgumentException(
          "seed: expected 0 to %d, got %d".formatted(MOST_SEED, seed));
    }
  }

  /** Returns a seed that no other run has had. */
  public static long freshSeed() {
    return new SecureRandom().nextLong() & MOST_SEED;
  }

  /** Returns the options that a storm has where nothing else is said. */
  public static StormOptions of(
      List<StormArm> arms, int replicas, StormAuthentication authentication) {
    return new StormOptions(
        arms,
        replicas,
        StormSecurity.of(authentication),
        Duration.ofSeconds(3),
        null,
        Duration.ofSeconds(10),
        List.of(),
        CalibrateOptions.DEFAULTS,
        OptionalInt.empty(),
        freshSeed(),
        "");
  }

  /**
   * Returns how long an arm may take to come back: what was asked for, else {@link #usualLimit}.
   *
   * @param connectRate C, in connections per second; positive
   */
  public Duration limitFor(double connectRate) {
    return limit == null ? usualLimit(replicas, connectRate) : limit;
  }

  /**
   * Returns how long an arm may take to come back where nobody says: four times N/C, at least a
   * minute, and a day at most.
   *
   * @param replicas N
   * @param connectRate C, in connections per second; positive
   */
  public static Duration usualLimit(int replicas, double connectRate) {
    long seconds = (long) Math.ceil(LIMIT_IN_BOUNDS * replicas / connectRate);
    return Duration.ofSeconds(
        Math.max(LEAST_LIMIT.toSeconds(), Math.min(seconds, MOST_LIMIT.toSeconds())));
  }

  private static void positive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": expected more than zero");
    }
  }
}
