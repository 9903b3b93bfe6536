package io.breakwater.lab.history;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job or a run, as it is sent to a gateway.
 *
 * @param plan what it is to be like
 * @param path where it is posted
 * @param body what is posted
 * @param workflow which workflow it is a run of; null for a job
 */
record Submission(
    JobPlan plan, String path, Map<String, Object> body, Workflows.@Nullable Workflow workflow) {
  /** More than faults can use up of a job that is not to fail for good. */
  private static final int MAX_ATTEMPTS = 8;

  private static final int RETRY_FIRST_MILLIS = 200;
  private static final int RETRY_MAX_MILLIS = 2_000;
  private static final int TIMEOUT_MILLIS = 30_000;

  /** Returns a job that calls the recorder. */
  static Submission job(JobPlan plan, URI recorder) {
    Map<String, Object> payload =
        Map.of("url", base(plan, recorder) + plan.query(), "method", "POST", "body", "");
    return new Submission(
        plan,
        "/jobs",
        Map.of(
            "topic", "http",
            "payload", payload,
            "maxAttempts", plan.doomed() ? 2 : MAX_ATTEMPTS,
            "retryFirstMillis", RETRY_FIRST_MILLIS,
            "retryMaxMillis", RETRY_MAX_MILLIS,
            "timeoutMillis", TIMEOUT_MILLIS),
        null);
  }

  /** Returns a run whose jobs call the recorder. */
  static Submission run(JobPlan plan, URI recorder, Workflows.Workflow workflow) {
    Map<String, Object> input =
        Map.of("base", base(plan, recorder), "query", plan.query(), "items", Workflows.ITEMS);
    return new Submission(
        plan,
        "/workflows/" + workflow.defined().workflow() + "/runs",
        Map.of("input", input),
        workflow);
  }

  private static String base(JobPlan plan, URI recorder) {
    return recorder + RecorderRequest.ROOT + plan.token();
  }

  /** Returns the idempotency key; null for none. */
  @Nullable String key() {
    return plan.keyed() ? plan.token() : null;
  }

  /** Returns which workflow it is a run of; null for a job. */
  @Nullable String workflowId() {
    return workflow == null ? null : workflow.defined().workflow();
  }
}
