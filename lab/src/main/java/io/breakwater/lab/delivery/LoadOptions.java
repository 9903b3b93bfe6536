package io.breakwater.lab.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a person chooses for a drill on messages.
 *
 * @param arms the clients under test, the baseline first; not empty, names distinct
 * @param level how messages are handed in
 * @param perSecond messages per second, over all publishers; 1 to 100,000
 * @param publishers how many connections publish, each from a thread of its own; 1 to 100
 * @param faults how often the broker, or the publishing process, is killed; 1 to 1,000
 * @param outage how long the broker is down each time; positive
 * @param limit how long recovery and delivery may take each time; positive
 * @param seed of the moments of the kills
 * @param folder where the run is written; holding no other run
 * @param command how to repeat the run, for the report
 */
public record LoadOptions(
    List<LoadArm> arms,
    Level level,
    int perSecond,
    int publishers,
    int faults,
    Duration outage,
    Duration limit,
    long seed,
    Path folder,
    String command) {

  /** The most messages per second. */
  public static final int MOST_PER_SECOND = 100_000;

  /** The most connections that publish. */
  public static final int MOST_PUBLISHERS = 100;

  /** The most kills. */
  public static final int MOST_FAULTS = 1_000;

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range; the message is one line
   */
  public LoadOptions {
    arms = List.copyOf(arms);
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("arms: expected at least one");
    }
    List<String> names = arms.stream().map(LoadArm::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("arms: expected distinct names, got " + names);
    }
    if (level == Level.PUBLISH && arms.stream().anyMatch(LoadArm::repeats)) {
      throw new IllegalArgumentException(
          "arm " + LoadArm.JNATS_RETRY + ": a publish does not fail, expected level outbox");
    }
    within("load", perSecond, MOST_PER_SECOND);
    within("publishers", publishers, MOST_PUBLISHERS);
    within("kills", faults, MOST_FAULTS);
    positive("outage", outage);
    positive("limit", limit);
  }

  private static void within(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %,d, got %d".formatted(what, most, value));
    }
  }

  private static void positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": expected more than zero");
    }
  }
}
