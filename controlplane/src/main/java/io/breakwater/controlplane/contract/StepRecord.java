package io.breakwater.controlplane.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a step of a run. Its results are not here: they are those of its jobs. Small,
 * for a run may have 10,000 of them in one record.
 *
 * @param state where it is
 * @param due when the delay of a DELAYED step has passed; null for all others
 * @param items how many jobs it has in all: 1, or the length of the list of a fan-out; null while
 *     that is not known
 * @param submitted how many of them have been begun, in the order of the list
 * @param running the numbers of those that have begun and not ended, from 0, in order
 * @param error why it failed; null if it did not
 * @param decision what became of its approval; null if it needs none, or waits for it
 */
public record StepRecord(
    StepState state,
    @Nullable Instant due,
    @Nullable Integer items,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int submitted,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> running,
    @Nullable JobError error,
    @Nullable Decision decision) {
  /** A step that nothing has happened to. */
  public static final StepRecord WAITING =
      new StepRecord(StepState.WAITING, null, null, 0, List.of(), null, null);

  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public StepRecord {
    Check.present(state, "state");
    Check.range(submitted, 0, Integer.MAX_VALUE, "submitted");
    running = running == null ? List.of() : List.copyOf(running);
  }

  /** Returns if jobs of it are still to begin. */
  @JsonIgnore
  public boolean unsubmitted() {
    return items != null && submitted < items;
  }

  /** Returns the same in another state, without a due time. */
  public StepRecord in(StepState other) {
    return new StepRecord(other, null, items, submitted, running, error, decision);
  }

  /** Returns the same, DELAYED. */
  public StepRecord delayedUntil(Instant time) {
    return new StepRecord(StepState.DELAYED, time, items, submitted, running, error, decision);
  }

  /** Returns the same with its number of jobs. */
  public StepRecord withItems(int number) {
    return new StepRecord(state, due, number, submitted, running, error, decision);
  }

  /** Returns the same with other jobs under way. */
  public StepRecord withJobs(int begun, List<Integer> underWay) {
    return new StepRecord(state, due, items, begun, underWay, error, decision);
  }

  /** Returns the same with an error, unless it has one: the first one counts. */
  public StepRecord withError(JobError problem) {
    return error == null
        ? new StepRecord(state, due, items, submitted, running, problem, decision)
        : this;
  }

  /** Returns the same with a decision. */
  public StepRecord withDecision(Decision made) {
    return new StepRecord(state, due, items, submitted, running, error, made);
  }
}
