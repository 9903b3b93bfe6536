package io.breakwater.controlplane.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One attempt, given to one worker. A worker that gets the same job and attempt twice does it once,
 * and gives the same result twice.
 *
 * @param version see {@link Protocol#VERSION}
 * @param jobId the job
 * @param attempt the number of the attempt, from 1
 * @param topic what kind of work
 * @param payload any JSON
 * @param timeoutMillis how long the attempt may take
 * @param deadline when the job ends in any case; null for never
 * @param labels for the handler
 */
public record Dispatch(
    int version,
    String jobId,
    int attempt,
    String topic,
    JsonNode payload,
    long timeoutMillis,
    @Nullable Instant deadline,
    Map<String, String> labels) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public Dispatch {
    Check.version(version);
    Ids.checkedId(jobId, "jobId");
    Check.range(attempt, 1, Integer.MAX_VALUE, "attempt");
    Ids.checkedToken(topic, "topic");
    payload =
        payload == null || payload.isMissingNode() ? JsonNodeFactory.instance.nullNode() : payload;
    Check.range(timeoutMillis, 1, Limits.TIMEOUT.toMillis(), "timeoutMillis");
    labels = Check.labels(labels, "labels");
  }

  /** Returns the dispatch of a job that is DISPATCHED. */
  public static Dispatch of(JobRecord job) {
    JobRequest request = job.request();
    return new Dispatch(
        Protocol.VERSION,
        request.id(),
        job.attempt(),
        request.topic(),
        request.payload(),
        request.timeoutMillis(),
        request.deadline(),
        request.labels());
  }

  /** Returns how long the attempt may take. */
  public Duration timeout() {
    return Duration.ofMillis(timeoutMillis);
  }

  /** Returns what a stream, and a worker, knows the attempt by. */
  public String key() {
    return key(jobId, attempt);
  }

  /** Returns what a stream, and a worker, knows an attempt by. */
  public static String key(String jobId, int attempt) {
    return jobId + "." + attempt;
  }
}
