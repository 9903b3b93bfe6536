package io.breakwater.controlplane.contract;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link CancelRequest}.
 *
 * @param version see {@link Protocol#VERSION}
 * @param outcome what became of it
 * @param state the state of the job now; null if it is unknown
 * @param problem what was wrong with the request; null if nothing was
 */
public record CancelReply(
    int version, Result outcome, @Nullable JobState state, @Nullable String problem) {

  /** What became of a request to cancel. */
  public enum Result {
    /** The job is CANCELLED. */
    CANCELLED,
    /** Its worker has been told; the job may still succeed. */
    REQUESTED,
    /** The job has ended before, in the state that is said. */
    ALREADY_ENDED,
    /** There is no such job. */
    UNKNOWN_JOB,
    /** The request could not be read. */
    INVALID
  }

  /** Returns an answer. */
  public static CancelReply of(Result outcome, @Nullable JobState state) {
    return new CancelReply(Protocol.VERSION, outcome, state, null);
  }

  /** Returns the answer to what could not be read. */
  public static CancelReply invalid(String problem) {
    return new CancelReply(Protocol.VERSION, Result.INVALID, null, problem);
  }
}
