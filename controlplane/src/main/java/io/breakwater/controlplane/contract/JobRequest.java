package io.breakwater.controlplane.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What is to be done. Sent to {@link Subjects#JOB_SUBMIT} with the id as {@code Nats-Msg-Id}.
 *
 * @param version see {@link Protocol#VERSION}
 * @param id names the job; see {@link Ids}
 * @param topic what kind of work it is; workers say which topics they do
 * @param payload any JSON, at most {@link Limits#PAYLOAD_BYTES} and {@link Limits#DEPTH} levels;
 *     null is fine
 * @param requirements labels that a worker must have to get the job
 * @param labels for people; handed to the worker
 * @param priority 0 to 9, the higher first; 5 unless said
 * @param maxAttempts 1 to {@link Limits#ATTEMPTS}; 3 unless said
 * @param retryFirstMillis the longest wait after the first failed attempt, doubled with each; 1 s
 *     unless said
 * @param retryMaxMillis the longest wait between attempts; 1 min unless said
 * @param timeoutMillis how long one attempt may take; 1 min unless said
 * @param deadline when the job ends in any case, at most {@link Limits#LATEST_DEADLINE}; null for
 *     never
 * @param tenant whose job it is; {@code default} unless said
 * @param submittedAt when it was accepted
 * @param run the step of a run that it is for; null for a job of its own
 * @param retryOf the job that ended as a dead letter and is tried again as this one; null for none
 */
public record JobRequest(
    int version,
    String id,
    String topic,
    JsonNode payload,
    Map<String, String> requirements,
    Map<String, String> labels,
    int priority,
    int maxAttempts,
    long retryFirstMillis,
    long retryMaxMillis,
    long timeoutMillis,
    @Nullable Instant deadline,
    String tenant,
    Instant submittedAt,
    @Nullable RunStep run,
    @Nullable String retryOf) {

  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public JobRequest {
    Check.version(version);
    Ids.checkedId(id, "id");
    Ids.checkedToken(topic, "topic");
    payload =
        payload == null || payload.isMissingNode() ? JsonNodeFactory.instance.nullNode() : payload;
    Json.check(payload, "payload");
    requirements = Check.labels(requirements, "requirements");
    labels = Check.labels(labels, "labels");
    Check.range(priority, 0, 9, "priority");
    Check.range(maxAttempts, 1, Limits.ATTEMPTS, "maxAttempts");
    Check.range(retryMaxMillis, 1, Limits.TIMEOUT.toMillis(), "retryMaxMillis");
    Check.range(retryFirstMillis, 1, retryMaxMillis, "retryFirstMillis");
    Check.range(timeoutMillis, 1, Limits.TIMEOUT.toMillis(), "timeoutMillis");
    Check.present(tenant, "tenant");
    Check.range(tenant.length(), 1, Limits.LABEL_CHARACTERS, "tenant: length");
    Check.present(submittedAt, "submittedAt");
    if (deadline != null
        && (deadline.isBefore(Instant.EPOCH) || deadline.isAfter(Limits.LATEST_DEADLINE))) {
      throw new ContractException("deadline: expected a year from 1970 to 9999");
    }
    if (retryOf != null) {
      Ids.checkedId(retryOf, "retryOf");
    }
  }

  /** Reads a request; what may be left out gets its default. */
  @JsonCreator
  static JobRequest read(
      int version,
      String id,
      String topic,
      JsonNode payload,
      Map<String, String> requirements,
      Map<String, String> labels,
      @Nullable Integer priority,
      @Nullable Integer maxAttempts,
      @Nullable Long retryFirstMillis,
      @Nullable Long retryMaxMillis,
      @Nullable Long timeoutMillis,
      @Nullable Instant deadline,
      @Nullable String tenant,
      Instant submittedAt,
      @Nullable RunStep run,
      @Nullable String retryOf) {
    JobRequestBuilder defaults = new JobRequestBuilder(id, topic);
    long max = orElse(retryMaxMillis, defaults.retryMax.toMillis());
    return new JobRequest(
        version,
        id,
        topic,
        payload,
        requirements,
        labels,
        priority == null ? defaults.priority : priority,
        maxAttempts == null ? defaults.maxAttempts : maxAttempts,
        orElse(retryFirstMillis, Math.min(max, defaults.retryFirst.toMillis())),
        max,
        orElse(timeoutMillis, defaults.timeout.toMillis()),
        deadline,
        tenant == null ? defaults.tenant : tenant,
        submittedAt,
        run,
        retryOf);
  }

  /** Returns if this is the same request as another, whenever each was made. */
  public boolean sameAs(JobRequest other) {
    return withoutPayload().equals(other.withoutPayload())
        && (payload.equals(other.payload) || Json.tree(payload).equals(Json.tree(other.payload)));
  }

  private JobRequest withoutPayload() {
    return new JobRequest(
        version,
        id,
        topic,
        JsonNodeFactory.instance.nullNode(),
        requirements,
        labels,
        priority,
        maxAttempts,
        retryFirstMillis,
        retryMaxMillis,
        timeoutMillis,
        deadline,
        tenant,
        Instant.EPOCH,
        run,
        retryOf);
  }

  private static long orElse(@Nullable Long value, long otherwise) {
    return value == null ? otherwise : value;
  }

  /** Returns a builder with the defaults above. */
  public static JobRequestBuilder builder(String id, String topic) {
    return new JobRequestBuilder(id, topic);
  }

  /** Returns how long one attempt may take. */
  public Duration timeout() {
    return Duration.ofMillis(timeoutMillis);
  }

  /**
   * Returns how long to wait after a failed attempt: exponential, half of it jitter, so that jobs
   * that failed together do not come back together.
   *
   * @param attempt the number of the attempt that failed, from 1
   * @param random from [0, 1)
   */
  public Duration retryAfter(int attempt, double random) {
    double ceiling =
        Math.min((double) retryMaxMillis, Math.scalb((double) retryFirstMillis, attempt - 1));
    return Duration.ofMillis((long) (ceiling * (0.5 + 0.5 * random)));
  }
}
