package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StepRecord;
import io.breakwater.controlplane.contract.StepState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A run on paper: signals in, actions out. */
final class Runs {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final StepGraph graph;
  RunRecord run;
  Instant now = START;
  RunChange last;
  final List<RunAction> actions = new ArrayList<>();

  Runs(WorkflowDefinition definition) {
    graph = new StepGraph(definition);
    run = RunRecord.started("r-1", definition.id(), 1, "default", Json.mapper().nullNode(), START);
    last = new RunChange(run, false, List.of(), List.of(), null);
  }

  static Runs of(String steps) {
    return ofWorkflow("{\"id\": \"w\", \"steps\": [" + steps + "]}");
  }

  static Runs ofWorkflow(String json) {
    try {
      return new Runs(Definitions.parse(json.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Runs signal(RunSignal... signals) {
    last = RunMachine.apply(graph, run, List.of(signals), now);
    run = last.run();
    actions.addAll(last.actions());
    return this;
  }

  Runs begin() {
    return signal();
  }

  Runs after(Duration time) {
    now = now.plus(time);
    return signal(new RunSignal.TimePassed());
  }

  Runs succeeds(String step) {
    return ends(step, 0, JobState.SUCCEEDED);
  }

  Runs fails(String step) {
    return ends(step, 0, JobState.FAILED);
  }

  Runs ends(String step, int item, JobState state) {
    JobError error =
        state == JobState.SUCCEEDED ? null : JobError.of(JobError.HANDLER_FAILED, "boom");
    return signal(new RunSignal.JobEnded(step, item, state, error));
  }

  StepState state(String step) {
    return step(step).state();
  }

  StepRecord step(String step) {
    return step(run, step);
  }

  static StepRecord step(RunRecord run, String step) {
    return Objects.requireNonNull(run.steps().get(step), step);
  }

  /** Why a run has failed. */
  static String why(RunRecord run) {
    return Objects.requireNonNull(run.error(), "error").message();
  }

  /** Why a step has failed. */
  static String why(StepRecord step) {
    return Objects.requireNonNull(step.error(), "error").message();
  }
}
