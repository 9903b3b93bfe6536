package io.breakwater.controlplane.contract;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link RunRequest}.
 *
 * @param version see {@link Protocol#VERSION}
 * @param outcome what became of it
 * @param state the state of the run now, or of the step that was named; null if it is unknown
 * @param problem what was wrong, in one line; null if nothing was
 */
public record RunReply(
    int version, Result outcome, @Nullable String state, @Nullable String problem) {
  /** What became of a request. */
  public enum Result {
    /** It is done, and stored. */
    DONE,
    /** There is no such run, or no such step. */
    UNKNOWN,
    /** The run, or the step, is in a state in which that cannot be. */
    ILLEGAL,
    /** The request could not be read. */
    INVALID
  }

  /** Returns an answer. */
  public static RunReply of(Result outcome, @Nullable String state, @Nullable String problem) {
    return new RunReply(Protocol.VERSION, outcome, state, problem);
  }
}
