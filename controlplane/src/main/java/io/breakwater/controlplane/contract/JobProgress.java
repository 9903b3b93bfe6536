package io.breakwater.controlplane.contract;

import java.time.Instant;

/**
 * That a worker has begun with an attempt. Best effort: one that is missed costs nothing.
 *
 * @param version see {@link Protocol#VERSION}
 * @param jobId the job
 * @param attempt the number of the attempt
 * @param worker who has begun
 * @param state RUNNING
 * @param at when
 */
public record JobProgress(
    int version, String jobId, int attempt, String worker, JobState state, Instant at) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public JobProgress {
    Check.version(version);
    Ids.checkedId(jobId, "jobId");
    Check.range(attempt, 1, Integer.MAX_VALUE, "attempt");
    Ids.checkedToken(worker, "worker");
    Check.present(state, "state");
    Check.present(at, "at");
  }
}
