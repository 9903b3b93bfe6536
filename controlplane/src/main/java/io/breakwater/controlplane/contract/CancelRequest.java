package io.breakwater.controlplane.contract;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a job to stop. A request to {@link Subjects#JOB_CANCEL}; the answer is a {@link
 * CancelReply}.
 *
 * @param version see {@link Protocol#VERSION}
 * @param jobId the job
 * @param by who wants it; null if nobody says
 * @param reason why; null if nobody says
 */
public record CancelRequest(
    int version, String jobId, @Nullable String by, @Nullable String reason) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public CancelRequest {
    Check.version(version);
    Ids.checkedId(jobId, "jobId");
  }
}
