package io.breakwater.controlplane.contract;

import java.time.Instant;

/**
 * A job that ended FAILED or TIMED_OUT, on {@link Subjects#JOB_DEAD_LETTER}. It is tried again as a
 * new job with {@code retryOf}.
 *
 * <p>Messages that could not be read are on the same subject, as they were, with the reason in the
 * header {@code Breakwater-Reason}; they are no such record.
 *
 * @param version see {@link Protocol#VERSION}
 * @param job the job as it ended
 * @param reason why, for people
 * @param at when
 */
public record DeadLetter(int version, JobRecord job, String reason, Instant at) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public DeadLetter {
    Check.version(version);
    Check.present(job, "job");
    Check.present(at, "at");
    reason = reason == null ? "" : reason;
  }

  /** Returns the dead letter of a job that has ended. */
  public static DeadLetter of(JobRecord job) {
    JobError error = job.error();
    String why = error == null ? job.state().toString() : error.code() + ": " + error.message();
    return new DeadLetter(
        Protocol.VERSION,
        job,
        why + " (attempt " + job.attempt() + " of " + job.request().maxAttempts() + ")",
        job.updatedAt());
  }

  /** Returns what the stream knows the letter by. */
  public static String messageId(String jobId) {
    return "dlq." + jobId;
  }
}
