package io.breakwater.controlplane.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * News of a run, on {@link Subjects#WORKFLOW_EVENT}; best effort. Who has created a run says so
 * with {@link #created}; the engine finds the run without it too, only later.
 *
 * @param version see {@link Protocol#VERSION}
 * @param runId the run
 * @param state the state that the run has come to
 * @param at when
 */
public record RunEvent(int version, String runId, @Nullable RunState state, Instant at) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing
   */
  public RunEvent {
    Check.version(version);
    Ids.checkedId(runId, "runId");
    Check.present(at, "at");
  }

  /** Returns the news that a run has been created. */
  public static RunEvent created(String runId, Instant at) {
    return new RunEvent(Protocol.VERSION, runId, null, at);
  }
}
