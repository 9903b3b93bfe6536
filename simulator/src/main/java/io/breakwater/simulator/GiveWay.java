package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.SitOut;

/**
 * The rule by which a replica gives way after an attempt: one small number, which starts at 0. What
 * the product does is {@link #POLICY}; another rule can be put beside it before it becomes one.
 */
public interface GiveWay {

  /** The rule of {@code policy}. */
  GiveWay POLICY = (state, outcome, random) -> SitOut.next(state, outcome, false);

  /**
   * Returns the state after an attempt.
   *
   * @param state the state before it
   * @param outcome how it ended; never connected, never refused
   * @param random uniform in [0, 1)
   */
  int next(int state, AttemptOutcome outcome, double random);

  /** Returns the sit-out level that a state means. */
  default int level(int state) {
    return state;
  }

  /** Returns how long an attempt may last in a state, in nanoseconds. */
  default long patienceNanos(int state, long connectTimeoutNanos) {
    return connectTimeoutNanos;
  }
}
