package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.store.UnreadableException;
import io.breakwater.controlplane.store.Versioned;
import io.breakwater.controlplane.workflow.expression.ExpressionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Does what a run asks for. Not thread-safe. */
final class StepWork {
  private final RunStore store;
  private final JobDesk desk;
  private final Clock clock;
  private final StepInputs inputs;

  StepWork(RunStore store, JobDesk desk, Clock clock) {
    this.store = store;
    this.desk = desk;
    this.clock = clock;
    inputs = new StepInputs(store);
  }

  /** Forgets what can be read again. */
  void clear() {
    inputs.clear();
  }

  /** Returns what it has not forgotten takes of memory, in bytes more or less. */
  long keptBytes() {
    return inputs.keptBytes();
  }

  /** Does it all; returns what the run must hear of it. */
  List<RunSignal> perform(StepGraph graph, RunRecord run, List<RunAction> actions)
      throws InterruptedException {
    List<RunSignal> heard = new ArrayList<>();
    Map<RunAction.CheckJob, CompletionStage<Optional<Versioned<JobRecord>>>> asked =
        new LinkedHashMap<>();
    for (RunAction action : actions) {
      if (action instanceof RunAction.Submit submit) {
        submit(graph, run, submit.step(), submit.item(), heard);
      } else if (action instanceof RunAction.Expand expand) {
        heard.add(expand(graph, run, expand.step()));
      } else if (action instanceof RunAction.CheckJob check) {
        asked.put(check, store.job(jobId(graph, run, check.step(), check.item())));
      } else if (action instanceof RunAction.CancelJob cancel) {
        String because = run.error() == null ? "" : run.error().message();
        desk.cancel(
            jobId(graph, run, cancel.step(), cancel.item()), sent(graph, run, cancel), because);
      }
    }
    for (var entry : asked.entrySet()) {
      RunAction.CheckJob job = entry.getKey();
      try {
        check(graph, run, job, RunStore.await(entry.getValue()), heard);
      } catch (UnreadableException e) {
        heard.add(new RunSignal.JobEnded(job.step(), job.item(), JobState.FAILED, error(e)));
      }
    }
    return heard;
  }

  private void submit(StepGraph graph, RunRecord run, String step, int item, List<RunSignal> heard)
      throws InterruptedException {
    try {
      desk.send(JobRequests.of(graph, run, definition(graph, step), item, inputs, clock.instant()));
    } catch (InputException e) {
      heard.add(new RunSignal.JobEnded(step, item, JobState.FAILED, error(e)));
    }
  }

  /** Returns the job that a cancellation is of; null if it was never sent for want of its input. */
  private @Nullable JobRequest sent(StepGraph graph, RunRecord run, RunAction.CancelJob cancel)
      throws InterruptedException {
    try {
      StepDefinition step = definition(graph, cancel.step());
      return JobRequests.of(graph, run, step, cancel.item(), inputs, clock.instant());
    } catch (InputException e) {
      return null;
    }
  }

  private RunSignal expand(StepGraph graph, RunRecord run, String step)
      throws InterruptedException {
    try {
      return new RunSignal.ListKnown(step, inputs.list(graph, run, definition(graph, step)).size());
    } catch (ExpressionException | InputException e) {
      return new RunSignal.ListFailed(step, error(e));
    }
  }

  /** A job that is not there was never sent, or is still on its way. */
  private void check(
      StepGraph graph,
      RunRecord run,
      RunAction.CheckJob check,
      Optional<Versioned<JobRecord>> found,
      List<RunSignal> heard)
      throws InterruptedException {
    if (found.isEmpty()) {
      submit(graph, run, check.step(), check.item(), heard);
      return;
    }
    JobRecord job = found.get().value();
    if (job.state().terminal()) {
      heard.add(new RunSignal.JobEnded(check.step(), check.item(), job.state(), job.error()));
    }
  }

  private static JobError error(Exception e) {
    return JobError.of(InputException.CODE, e.getMessage());
  }

  private static String jobId(StepGraph graph, RunRecord run, String step, int item) {
    return RunRecord.jobId(run.id(), step, definition(graph, step).index(item));
  }

  private static StepDefinition definition(StepGraph graph, String step) {
    return Objects.requireNonNull(graph.step(step), step);
  }
}
