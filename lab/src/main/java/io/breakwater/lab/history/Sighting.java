package io.breakwater.lab.history;

import org.jspecify.annotations.Nullable;

/**
 * A state in which a job or run was seen.
 *
 * @param nanos when
 * @param state as the gateway names it, or {@link #NOT_FOUND}
 * @param result what the recorder had answered; null without one
 * @param stale if the gateway answered from memory
 * @param by who said it
 */
record Sighting(long nanos, String state, @Nullable String result, boolean stale, String by) {
  static final String NOT_FOUND = "NOT FOUND";

  boolean terminal() {
    return Followed.terminal(state);
  }

  boolean found() {
    return !state.equals(NOT_FOUND);
  }

  /** Returns if somebody other than the gateway that took it must know it. */
  boolean recorded() {
    return found() && !state.equals("PENDING");
  }
}
