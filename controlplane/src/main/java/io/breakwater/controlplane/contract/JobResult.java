package io.breakwater.controlplane.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of an attempt. Sent to {@link Subjects#JOB_RESULT} with {@link #messageId} as {@code
 * Nats-Msg-Id}.
 *
 * @param version see {@link Protocol#VERSION}
 * @param jobId the job
 * @param attempt the number of the attempt
 * @param worker who did it
 * @param outcome how it ended
 * @param result any JSON, at most {@link Limits#RESULT_BYTES} and {@link Limits#DEPTH} levels,
 *     where it SUCCEEDED
 * @param error why it did not
 * @param startedAt when the handler began; null if it did not
 * @param endedAt when it ended
 */
public record JobResult(
    int version,
    String jobId,
    int attempt,
    String worker,
    Outcome outcome,
    @Nullable JsonNode result,
    @Nullable JobError error,
    @Nullable Instant startedAt,
    Instant endedAt) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public JobResult {
    Check.version(version);
    Ids.checkedId(jobId, "jobId");
    Check.range(attempt, 1, Integer.MAX_VALUE, "attempt");
    Ids.checkedToken(worker, "worker");
    Check.present(outcome, "outcome");
    Check.present(endedAt, "endedAt");
  }

  /** Returns what the stream knows the result by. */
  public String messageId() {
    return Dispatch.key(jobId, attempt) + "." + outcome;
  }
}
