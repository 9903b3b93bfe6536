package io.breakwater.controlplane.contract;

import org.jspecify.annotations.Nullable;

/**
 * Why a job, or an attempt, did not succeed.
 *
 * @param code a short word for programs, such as {@code handler-failed}
 * @param message for people; cut after {@link Limits#ERROR_CHARACTERS}
 */
public record JobError(String code, String message) {
  /** The handler threw. */
  public static final String HANDLER_FAILED = "handler-failed";

  /** The attempt took longer than it may. */
  public static final String TIMEOUT = "timeout";

  /** The deadline of the job has passed. */
  public static final String DEADLINE = "deadline";

  /** The worker has not been heard of for three heartbeats. */
  public static final String WORKER_LOST = "worker-lost";

  /** The result is larger than {@link Limits#RESULT_BYTES}. */
  public static final String RESULT_TOO_LARGE = "result-too-large";

  /** The result is deeper than {@link Limits#DEPTH}, or has a number that no double holds. */
  public static final String RESULT_INVALID = "result-invalid";

  /** The worker does not know the topic. */
  public static final String UNKNOWN_TOPIC = "unknown-topic";

  /** Somebody wanted the job to stop. */
  public static final String CANCELLED = "cancelled";

  /** The worker stopped before it was done. */
  public static final String WORKER_STOPPED = "worker-stopped";

  /**
   * Another job was submitted under the id of one that there was: an idempotency key used twice.
   */
  public static final String KEY_REUSED = "idempotency-key-reused";

  /** Bounds the texts. */
  public JobError {
    code = cut(code == null || code.isEmpty() ? "unknown" : code, 64);
    message = cut(message == null ? "" : message, Limits.ERROR_CHARACTERS);
  }

  /** Returns an error with a message, or an empty one. */
  public static JobError of(String code, @Nullable String message) {
    return new JobError(code, message == null ? "" : message);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
