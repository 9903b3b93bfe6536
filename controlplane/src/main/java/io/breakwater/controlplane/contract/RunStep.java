package io.breakwater.controlplane.contract;

import org.jspecify.annotations.Nullable;

/**
 * Which step of which run a job is for.
 *
 * @param runId the run
 * @param step the step's name
 * @param index the number of the item in a fan-out, from 0; null for a step without one
 */
public record RunStep(String runId, String step, @Nullable Integer index) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing
   */
  public RunStep {
    Ids.checkedId(runId, "run.runId");
    Check.present(step, "run.step");
  }
}
