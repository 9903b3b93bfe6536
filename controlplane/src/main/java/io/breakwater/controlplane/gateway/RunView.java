package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepRecord;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A run as a caller sees it. What has no value is left out. */
record RunView(
    String id,
    String workflow,
    int definitionVersion,
    RunState state,
    @Nullable RunState ending,
    @Nullable JobError error,
    int stepsTotal,
    int stepsEnded,
    @Nullable JsonNode input,
    @Nullable Map<String, StepRecord> steps,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    @Nullable Instant deadline) {

  /** Returns all of it. */
  static RunView of(RunRecord run) {
    return of(run, run.input(), run.steps());
  }

  /** Returns what a list shows: without input and steps, of which there may be many. */
  static RunView summary(RunRecord run) {
    return of(run, null, null);
  }

  private static RunView of(
      RunRecord run, @Nullable JsonNode input, @Nullable Map<String, StepRecord> steps) {
    return new RunView(
        run.id(),
        run.workflow(),
        run.definitionVersion(),
        run.state(),
        run.ending(),
        run.error(),
        run.steps().size(),
        (int) run.steps().values().stream().filter(step -> step.state().terminal()).count(),
        input,
        steps,
        run.createdAt(),
        run.updatedAt(),
        run.endedAt(),
        run.deadline());
  }
}
