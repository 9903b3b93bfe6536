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
 * @param job the job itself, from who has submitted it and has not seen that a scheduler took it;
 *     null from all others
 */
public record CancelRequest(
    int version,
    String jobId,
    @Nullable String by,
    @Nullable String reason,
    @Nullable JobRequest job) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public CancelRequest {
    Check.version(version);
    Ids.checkedId(jobId, "jobId");
    if (job != null && !job.id().equals(jobId)) {
      throw new ContractException("job.id: expected " + jobId + ", got " + job.id());
    }
  }
}
