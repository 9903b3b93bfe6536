package io.breakwater.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of one drill: what was asked, where it ran, what every arm measured. This is the content
 * of {@code journal.json}.
 *
 * @param drill the drill's name, such as {@code flap}
 * @param status how the run ended
 * @param message one line that says why the run failed or was aborted; null otherwise
 * @param start when the run began
 * @param end when it ended
 * @param environment where it ran
 * @param parameters the drill's options, JSON values only (strings, numbers, booleans, lists,
 *     maps), the unit in the key, such as {@link #OUTAGE_SECONDS}
 * @param command the command line that repeats the run; null if there is none
 * @param arms the policies under test, the baseline first
 * @param comparison baseline against candidate; null if the arms were not compared
 */
public record Journal(
    String drill,
    Status status,
    @Nullable String message,
    Instant start,
    Instant end,
    Environment environment,
    Map<String, @Nullable Object> parameters,
    @Nullable String command,
    List<Arm> arms,
    @Nullable Comparison comparison) {

  /** The parameter for how long the broker was down; runs can be compared only if it is equal. */
  public static final String OUTAGE_SECONDS = "outageSeconds";

  /** The parameter that says how long an arm had to come back. */
  public static final String LIMIT_SECONDS = "limitSeconds";

  /**
   * The parameter with the figures of many runs of a simulation, by arm and figure; for a person
   * they are in the arms' notes.
   */
  public static final String BANDS = "bands";

  /** The parameter with what was done to each arm and what became of it; see {@link HazardRow}. */
  public static final String HAZARDS = "hazards";

  /** The parameter with what speaks against the figures of a run, a list of sentences. */
  public static final String DOUBTS = "doubts";

  /**
   * Copies the collections; those that are absent in a file are empty.
   *
   * @throws NullPointerException if drill, status, start, end or environment is null
   */
  public Journal {
    Objects.requireNonNull(drill, "drill");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(environment, "environment");
    parameters = JsonMap.copy(parameters);
    arms = arms == null ? List.of() : List.copyOf(arms);
  }

  /**
   * Returns the arm of that name.
   *
   * @throws JournalException if there is none; the message lists the names
   */
  public Arm arm(String name) {
    return arms.stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new JournalException(
                    "no arm \"%s\" in this %s journal, expected one of %s"
                        .formatted(name, drill, arms.stream().map(Arm::name).toList())));
  }

  /** Returns what speaks against the figures, a sentence each; empty if nothing does. */
  public List<String> doubts() {
    return parameters.get(DOUBTS) instanceof List<?> doubts
        ? doubts.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Returns this journal with that comparison. */
  public Journal withComparison(@Nullable Comparison other) {
    return new Journal(
        drill, status, message, start, end, environment, parameters, command, arms, other);
  }
}
