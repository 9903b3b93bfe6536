package io.breakwater.controlplane.contract;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants something of a run: a request to {@link WorkflowSubjects#APPROVE} or {@link
 * WorkflowSubjects#CANCEL}, answered with a {@link RunReply} once it is done and stored.
 *
 * @param version see {@link Protocol#VERSION}
 * @param runId the run
 * @param step the step to approve or to reject; null for a cancellation
 * @param approved if the step may go on; ignored for a cancellation
 * @param by who wants it; null if nobody says
 * @param comment why; null if nobody says
 */
public record RunRequest(
    int version,
    String runId,
    @Nullable String step,
    boolean approved,
    @Nullable String by,
    @Nullable String comment) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public RunRequest {
    Check.version(version);
    Ids.checkedId(runId, "runId");
  }

  /** Returns what approves a step, or rejects it. */
  public static RunRequest decide(
      String runId, String step, boolean approved, @Nullable String by, @Nullable String comment) {
    return new RunRequest(Protocol.VERSION, runId, step, approved, by, comment);
  }

  /** Returns what cancels a run. */
  public static RunRequest cancel(String runId, @Nullable String by, @Nullable String comment) {
    return new RunRequest(Protocol.VERSION, runId, null, false, by, comment);
  }
}
