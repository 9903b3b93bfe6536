package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.RunRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What signals make of a run.
 *
 * @param run the run now; the very same record if nothing has changed
 * @param changed if something has
 * @param actions what is to be done when it is stored
 * @param refusals the signals that could not be followed
 * @param wakeAt when time matters to the run next; null if it does not
 */
public record RunChange(
    RunRecord run,
    boolean changed,
    List<RunAction> actions,
    List<Refusal> refusals,
    @Nullable Instant wakeAt) {

  /**
   * A signal that could not be followed.
   *
   * @param signal the signal
   * @param known if what it names is there
   * @param state the state that is in the way, of the run or of the step
   */
  public record Refusal(RunSignal signal, boolean known, String state) {}
}
