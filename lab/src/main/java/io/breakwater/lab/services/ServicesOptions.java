package io.breakwater.lab.services;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a person chooses for a drill on services.
 *
 * @param kind what happens
 * @param jobs how many are submitted over the drill, from 1 to 1,000,000; where faults follow each
 *     other, about so many
 * @param runs the same for runs of workflows, from 0
 * @param outage how long what is broken stays so; positive
 * @param duration how long faults follow each other where they have no end; positive
 * @param limit how long services may take to come back from a fault, and work to come to its end;
 *     positive
 * @param seed of the work, and of what is random in the faults
 * @param folder where the run is written; holding no other run
 * @param command how to repeat the run, for the report
 */
public record ServicesOptions(
    ServicesKind kind,
    int jobs,
    int runs,
    Duration outage,
    Duration duration,
    Duration limit,
    long seed,
    Path folder,
    String command) {
  private static final int MOST = 1_000_000;

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message is one line
   */
  public ServicesOptions {
    within("jobs", jobs, 1);
    within("runs", runs, 0);
    positive("outage", outage);
    positive("duration", duration);
    positive("limit", limit);
  }

  private static void within(String what, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          "%s: expected %d to %,d, got %d".formatted(what, least, MOST, value));
    }
  }

  private static void positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": expected more than zero");
    }
  }
}
