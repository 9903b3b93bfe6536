package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepRecord;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.workflow.RunChange.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run while signals change it; lives for one call of {@link RunMachine#apply}. To a run that has
 * ended nothing happens any more.
 */
final class RunWork {
  private final StepGraph graph;
  private final RunRecord run;
  private final Instant now;
  private final Map<String, StepRecord> steps;
  private final List<RunAction> actions = new ArrayList<>();
  private int underWay;
  private int open;
  private boolean changed;
  private RunState state;
  private @Nullable RunState ending;
  private @Nullable JobError error;
  private @Nullable Instant deadline;
  private @Nullable Instant pausedUntil;

  RunWork(StepGraph graph, RunRecord run, Instant now) {
    this.graph = graph;
    this.run = run;
    this.now = now;
    steps = new LinkedHashMap<>(run.steps());
    state = run.state();
    ending = run.ending();
    error = run.error();
    deadline = run.deadline();
    pausedUntil = run.pausedUntil();
    for (StepRecord step : steps.values()) {
      underWay += step.running().size();
      open += step.state().terminal() ? 0 : 1;
    }
  }

  boolean ended() {
    return state.terminal();
  }

  void beginIfNew() {
    if (ended() || !steps.isEmpty()) {
      return;
    }
    changed = true;
    Duration timeout = graph.definition().timeout();
    deadline = timeout == null ? null : now.plus(timeout);
    for (StepDefinition step : graph.steps()) {
      steps.put(step.name(), StepRecord.WAITING);
      open++;
    }
    for (StepDefinition step : graph.steps()) {
      if (step.dependsOn().isEmpty()) {
        begin(step);
      }
    }
  }

  boolean isIn(String step, StepState wanted) {
    StepRecord record = steps.get(step);
    return !ended() && record != null && record.state() == wanted;
  }

  /** Returns if that very decision has been made: its write was done, its answer was lost. */
  boolean hasDecision(String step, Decision decision) {
    StepRecord record = steps.get(step);
    return record != null && decision.equals(record.decision());
  }

  Refusal refusal(RunSignal signal, @Nullable String step) {
    StepRecord record = step == null ? null : steps.get(step);
    if (step != null && record == null) {
      return new Refusal(signal, false, state.name());
    }
    return new Refusal(signal, true, record == null ? state.name() : record.state().name());
  }

  void timePassed() {
    if (ended()) {
      return;
    }
    if (deadline != null && !now.isBefore(deadline)) {
      end(
          RunState.TIMED_OUT,
          JobError.of(JobError.TIMEOUT, "the run has taken longer than its timeout"));
    }
    for (StepDefinition step : graph.steps()) {
      StepRecord record = record(step.name());
      Instant due = record.due();
      if (record.state() == StepState.DELAYED && (due == null || !now.isBefore(due))) {
        afterDelay(step);
      }
    }
  }

  void outage(Instant from, Instant to) {
    if (deadline == null || ended()) {
      return;
    }
    Instant since = later(later(from, run.createdAt()), pausedUntil);
    if (to.isAfter(since)) {
      deadline = deadline.plus(Duration.between(since, to));
      pausedUntil = to;
      changed = true;
    }
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other == null || one.isAfter(other) ? one : other;
  }

  /** All steps that it depends on have succeeded. */
  private void begin(StepDefinition step) {
    if (step.delay().isZero()) {
      afterDelay(step);
    } else {
      put(step.name(), record(step.name()).delayedUntil(now.plus(step.delay())));
    }
  }

  private void afterDelay(StepDefinition step) {
    if (step.approval()) {
      put(step.name(), record(step.name()).in(StepState.AWAITING_APPROVAL));
    } else {
      afterApproval(step);
    }
  }

  private void afterApproval(StepDefinition step) {
    if (step.topic() == null) {
      succeed(step.name());
      return;
    }
    StepRecord ready = record(step.name()).in(StepState.READY);
    if (step.forEach() == null) {
      put(step.name(), ready.withItems(1));
    } else {
      put(step.name(), ready);
      actions.add(new RunAction.Expand(step.name()));
    }
  }

  void decide(String step, Decision decision) {
    put(step, record(step).withDecision(decision));
    if (decision.approved()) {
      afterApproval(definition(step));
    }
  }

  void listKnown(String step, int items) {
    if (!isIn(step, StepState.READY) || record(step).items() != null) {
      return;
    }
    put(step, record(step).withItems(items));
    if (items == 0) {
      succeed(step);
    }
  }

  private void succeed(String step) {
    close(step, StepState.SUCCEEDED);
    if (ending != null) {
      return;
    }
    for (StepDefinition next : graph.dependents(step)) {
      if (record(next.name()).state() == StepState.WAITING && mayBegin(next)) {
        begin(next);
      }
    }
  }

  private boolean mayBegin(StepDefinition step) {
    for (String dependency : step.dependsOn()) {
      if (record(dependency).state() != StepState.SUCCEEDED) {
        return false;
      }
    }
    return true;
  }

  /** Returns if the job was under way. */
  boolean removeJob(String step, int item) {
    StepRecord record = steps.get(step);
    if (ended() || record == null || !record.running().contains(item)) {
      return false;
    }
    List<Integer> running = new ArrayList<>(record.running());
    running.remove((Object) item);
    put(step, record.withJobs(record.submitted(), running));
    underWay--;
    return true;
  }

  void jobFailed(String step, JobError problem) {
    put(step, record(step).withError(shorter(problem)));
    end(RunState.FAILED, failure(step, problem));
  }

  /** A step of which nothing is under way ends. */
  void settle(String step) {
    StepRecord record = record(step);
    if (record.state() != StepState.RUNNING || !record.running().isEmpty()) {
      return;
    }
    JobError problem = record.error();
    if (problem != null) {
      boolean stopped = cancelling() && problem.code().equals(JobError.CANCELLED);
      close(step, stopped ? StepState.CANCELLED : StepState.FAILED);
    } else if (!record.unsubmitted()) {
      succeed(step);
    } else if (ending != null) {
      close(step, StepState.CANCELLED);
    }
  }

  /** A step fails of which nothing is under way. */
  void fail(String step, JobError problem) {
    put(step, record(step).withError(shorter(problem)));
    close(step, StepState.FAILED);
    end(RunState.FAILED, failure(step, problem));
  }

  private static JobError failure(String step, JobError problem) {
    return shorter(JobError.of(problem.code(), "step " + step + ": " + problem.message()));
  }

  /** Many steps may fail, and all of it must fit into one record. */
  private static JobError shorter(JobError problem) {
    String message = problem.message();
    return message.length() <= 300
        ? problem
        : JobError.of(problem.code(), message.substring(0, 297) + "...");
  }

  /** Nothing begins any more. A failure may still become a cancellation, and nothing else. */
  void end(RunState as, JobError because) {
    if (ended() || (ending != null && (as == RunState.FAILED || cancelling()))) {
      return;
    }
    ending = as;
    error = error == null ? because : error;
    changed = true;
    StepState never = as == RunState.FAILED ? StepState.SKIPPED : StepState.CANCELLED;
    for (StepDefinition step : graph.steps()) {
      StepRecord record = record(step.name());
      if (record.state() == StepState.RUNNING) {
        stopOrSettle(step.name(), record);
      } else if (!record.state().terminal()) {
        close(step.name(), never);
      }
    }
  }

  /** A fan-out may have had no room for its next job. */
  private void stopOrSettle(String step, StepRecord record) {
    if (record.running().isEmpty()) {
      settle(step);
    } else if (cancelling()) {
      record.running().forEach(item -> actions.add(new RunAction.CancelJob(step, item)));
    }
  }

  private boolean cancelling() {
    return ending == RunState.CANCELLED || ending == RunState.TIMED_OUT;
  }

  /** Begins as many jobs as there is room for, in the order of the definition. */
  void fill() {
    if (ended() || ending != null) {
      return;
    }
    int room = graph.definition().parallelism() - underWay;
    for (StepDefinition step : graph.steps()) {
      if (room <= 0) {
        return;
      }
      StepRecord record = record(step.name());
      boolean may = record.state() == StepState.READY || record.state() == StepState.RUNNING;
      if (may && record.unsubmitted()) {
        room -= submit(step, record, room);
      }
    }
  }

  private int submit(StepDefinition step, StepRecord record, int room) {
    int left = Objects.requireNonNull(record.items()) - record.submitted();
    int begin = Math.min(Math.min(room, left), step.parallelism() - record.running().size());
    if (begin <= 0) {
      return 0;
    }
    List<Integer> running = new ArrayList<>(record.running());
    for (int i = 0; i < begin; i++) {
      int item = record.submitted() + i;
      running.add(item);
      actions.add(new RunAction.Submit(step.name(), item));
    }
    put(step.name(), record.in(StepState.RUNNING).withJobs(record.submitted() + begin, running));
    underWay += begin;
    return begin;
  }

  RunChange change(List<Refusal> refusals) {
    if (!ended() && open == 0) {
      state = ending == null ? RunState.SUCCEEDED : ending;
      changed = true;
    }
    if (!changed) {
      return new RunChange(run, false, List.copyOf(actions), List.copyOf(refusals), wakeAt());
    }
    RunRecord next =
        new RunRecord(
            run.version(),
            run.id(),
            run.workflow(),
            run.definitionVersion(),
            run.tenant(),
            run.input(),
            state,
            ending,
            error,
            Collections.unmodifiableMap(steps),
            run.createdAt(),
            now,
            state.terminal() ? now : null,
            deadline,
            pausedUntil);
    return new RunChange(next, true, List.copyOf(actions), List.copyOf(refusals), wakeAt());
  }

  private @Nullable Instant wakeAt() {
    if (ended()) {
      return null;
    }
    Instant wake = cancelling() ? null : deadline;
    for (StepRecord step : steps.values()) {
      Instant due = step.due();
      if (due != null && (wake == null || due.isBefore(wake))) {
        wake = due;
      }
    }
    return wake;
  }

  private void close(String step, StepState as) {
    put(step, record(step).in(as));
    open--;
  }

  private void put(String step, StepRecord record) {
    steps.put(step, record);
    changed = true;
  }

  private StepRecord record(String step) {
    return steps.getOrDefault(step, StepRecord.WAITING);
  }

  private StepDefinition definition(String step) {
    return Objects.requireNonNull(graph.step(step), step);
  }
}
