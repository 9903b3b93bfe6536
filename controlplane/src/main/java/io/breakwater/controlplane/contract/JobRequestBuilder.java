package io.breakwater.controlplane.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes a {@link JobRequest}; what is not said has its default. */
public final class JobRequestBuilder {
  private final String id;
  private final String topic;
  private JsonNode payload = JsonNodeFactory.instance.nullNode();
  private Map<String, String> requirements = Map.of();
  private Map<String, String> labels = Map.of();
  int priority = 5;
  int maxAttempts = 3;
  Duration retryFirst = Duration.ofSeconds(1);
  Duration retryMax = Duration.ofMinutes(1);
  Duration timeout = Duration.ofMinutes(1);
  private @Nullable Instant deadline;
  String tenant = "default";
  private @Nullable RunStep run;
  private @Nullable String retryOf;

  JobRequestBuilder(String id, String topic) {
    this.id = id;
    this.topic = topic;
  }

  /** Sets what the worker gets. */
  public JobRequestBuilder payload(JsonNode json) {
    payload = json;
    return this;
  }

  /** Sets the labels that a worker must have. */
  public JobRequestBuilder requirements(Map<String, String> needed) {
    requirements = needed;
    return this;
  }

  /** Sets the labels. */
  public JobRequestBuilder labels(Map<String, String> pairs) {
    labels = pairs;
    return this;
  }

  /** Sets the priority, 0 to 9. */
  public JobRequestBuilder priority(int rank) {
    priority = rank;
    return this;
  }

  /** Sets how often the job is tried. */
  public JobRequestBuilder maxAttempts(int attempts) {
    maxAttempts = attempts;
    return this;
  }

  /** Sets the longest wait after the first failed attempt, and the longest of all. */
  public JobRequestBuilder retry(Duration first, Duration max) {
    retryFirst = first;
    retryMax = max;
    return this;
  }

  /** Sets how long one attempt may take. */
  public JobRequestBuilder timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Sets when the job ends in any case. */
  public JobRequestBuilder deadline(@Nullable Instant end) {
    deadline = end;
    return this;
  }

  /** Sets whose job it is. */
  public JobRequestBuilder tenant(String owner) {
    tenant = owner;
    return this;
  }

  /** Sets the step of a run that the job is for. */
  public JobRequestBuilder run(@Nullable RunStep step) {
    run = step;
    return this;
  }

  /** Sets the job that is tried again as this one. */
  public JobRequestBuilder retryOf(@Nullable String job) {
    retryOf = job;
    return this;
  }

  /**
   * Returns the request.
   *
   * @throws ContractException if a field is out of its range
   */
  public JobRequest submittedAt(Instant now) {
    return new JobRequest(
        Protocol.VERSION,
        id,
        topic,
        payload,
        requirements,
        labels,
        priority,
        maxAttempts,
        retryFirst.toMillis(),
        retryMax.toMillis(),
        timeout.toMillis(),
        deadline,
        tenant,
        now,
        run,
        retryOf);
  }
}
