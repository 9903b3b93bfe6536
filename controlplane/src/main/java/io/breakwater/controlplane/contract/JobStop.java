package io.breakwater.controlplane.contract;

/**
 * Tells a worker to stop an attempt, on {@link Subjects#workerCancel}. Best effort.
 *
 * @param version see {@link Protocol#VERSION}
 * @param jobId the job
 * @param attempt the number of the attempt
 */
public record JobStop(int version, String jobId, int attempt) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public JobStop {
    Check.version(version);
    Ids.checkedId(jobId, "jobId");
    Check.range(attempt, 1, Integer.MAX_VALUE, "attempt");
  }
}
