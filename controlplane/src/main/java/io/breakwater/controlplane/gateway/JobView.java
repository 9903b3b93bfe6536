package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunStep;
import io.breakwater.controlplane.contract.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A job as a caller sees it. What has no value is left out. */
record JobView(
    String id,
    String topic,
    JobState state,
    int attempt,
    int maxAttempts,
    int priority,
    @Nullable String worker,
    @Nullable JsonNode payload,
    @Nullable JsonNode result,
    @Nullable JobError error,
    @Nullable String waiting,
    boolean cancelRequested,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant deadline,
    long timeoutMillis,
    Map<String, String> labels,
    Map<String, String> requirements,
    @Nullable RunStep run,
    @Nullable String retryOf,
    @Nullable Long refusedRequests,
    Instant createdAt,
    Instant updatedAt,
    @Nullable List<Transition> history) {

  /**
   * Returns all of it.
   *
   * @param waiting why it waits; null if nothing is known about that
   */
  static JobView of(JobRecord job, @Nullable String waiting) {
    return of(job, waiting, job.request().payload(), job.result(), job.history());
  }

  /** Returns what a list shows: without payload, result and history, which may be large. */
  static JobView summary(JobRecord job) {
    return of(job, null, null, null, null);
  }

  private static JobView of(
      JobRecord job,
      @Nullable String waiting,
      @Nullable JsonNode payload,
      @Nullable JsonNode result,
      @Nullable List<Transition> history) {
    JobRequest request = job.request();
    return new JobView(
        request.id(),
        request.topic(),
        job.state(),
        job.attempt(),
        request.maxAttempts(),
        request.priority(),
        job.worker(),
        payload,
        result,
        job.error(),
        waiting,
        job.cancelRequested(),
        job.nextAttemptAt(),
        request.deadline(),
        request.timeoutMillis(),
        request.labels(),
        request.requirements(),
        request.run(),
        request.retryOf(),
        refused(job),
        job.createdAt(),
        job.updatedAt(),
        history);
  }

  /** How many other requests came under the id of this job; null for none. */
  private static @Nullable Long refused(JobRecord job) {
    if (job.error() != null && job.error().code().equals(JobError.KEY_REUSED)) {
      return null;
    }
    long count =
        job.history().stream()
            .filter(transition -> JobError.KEY_REUSED.equals(transition.reason()))
            .count();
    return count == 0 ? null : count;
  }
}
