package io.breakwater.controlplane.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All that is known of a job: the value in the bucket {@code jobs}. Changed by {@link
 * JobTransitions} only.
 *
 * @param version see {@link Protocol#VERSION}
 * @param request what is to be done
 * @param state where it is
 * @param attempt the number of the latest attempt, from 1; 0 before the first
 * @param returned how many attempts were given back without being used up
 * @param worker who has or had the latest attempt; null before the first
 * @param result what a job that SUCCEEDED gave; null for all others
 * @param error why the job ended otherwise, or why its latest attempt failed; null if none did
 * @param history the first transition and the latest, at most {@link Limits#HISTORY}
 * @param cancelRequested if somebody wants the job to stop
 * @param nextAttemptAt until when a PENDING job waits after a failed attempt; null if it need not
 * @param createdAt when the scheduler took it
 * @param updatedAt when it changed last
 */
public record JobRecord(
    int version,
    JobRequest request,
    JobState state,
    int attempt,
    int returned,
    @Nullable String worker,
    @Nullable JsonNode result,
    @Nullable JobError error,
    List<Transition> history,
    boolean cancelRequested,
    @Nullable Instant nextAttemptAt,
    Instant createdAt,
    Instant updatedAt) {
  /**
   * Checks the fields and bounds the history.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public JobRecord {
    Check.version(version);
    Check.present(request, "request");
    Check.present(state, "state");
    Check.range(attempt, 0, Integer.MAX_VALUE, "attempt");
    Check.range(returned, 0, attempt, "returned");
    Check.present(createdAt, "createdAt");
    Check.present(updatedAt, "updatedAt");
    history = Histories.bounded(history);
  }

  /** Returns the job's id. */
  @JsonIgnore
  public String id() {
    return request.id();
  }

  /** Returns if all attempts are used up. */
  @JsonIgnore
  public boolean exhausted() {
    return attempt - returned >= request.maxAttempts();
  }
}
