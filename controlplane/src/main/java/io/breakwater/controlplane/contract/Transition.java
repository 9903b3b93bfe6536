package io.breakwater.controlplane.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a job came to a state.
 *
 * @param state the state
 * @param at when
 * @param attempt the attempt that it belongs to; 0 before the first
 * @param worker who has the attempt; null if nobody has
 * @param reason why an attempt ended, the code of its error; null if nothing went wrong
 */
public record Transition(
    JobState state, Instant at, int attempt, @Nullable String worker, @Nullable String reason) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing
   */
  public Transition {
    Check.present(state, "history.state");
    Check.present(at, "history.at");
  }
}
