package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened, and may matter to a run. */
public sealed interface RunSignal {

  /** Time has passed, or the run is new. */
  record TimePassed() implements RunSignal {}

  /**
   * A job of the run is in a terminal state, or could not be made at all.
   *
   * @param step the step
   * @param item which of its jobs, from 0
   * @param state the job's state
   * @param error why it did not succeed; null if it did
   */
  record JobEnded(String step, int item, JobState state, @Nullable JobError error)
      implements RunSignal {}

  /**
   * How many items the list of a fan-out has.
   *
   * @param step the step
   * @param items from 0
   */
  record ListKnown(String step, int items) implements RunSignal {}

  /** The list of a fan-out cannot be had. */
  record ListFailed(String step, JobError error) implements RunSignal {}

  /** Somebody has approved a step, or rejected it. */
  record Decided(String step, Decision decision) implements RunSignal {}

  /** Somebody wants the run to end. */
  record Cancel(@Nullable String by, @Nullable String comment) implements RunSignal {}

  /** The broker was away from one instant to the other; that time is not the run's fault. */
  record Outage(Instant from, Instant to) implements RunSignal {}
}
