package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepRecord;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.workflow.RunChange.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The life of a run, as a function of what it was and what has happened.
 *
 * <p>A run that nothing stands in the way of succeeds when all its steps have. The first step that
 * fails makes the run end as FAILED: nothing begins any more, and jobs that are under way are
 * waited for. A cancellation, or the run's timeout, cancels them as well. Signals may come twice,
 * late, and in any order.
 */
public final class RunMachine {
  /** The code of the error of a step that was not approved. */
  public static final String REJECTED = "rejected";

  private RunMachine() {}

  /**
   * Returns what the signals, in their order, make of a run. A run without steps begins.
   *
   * @param now not before the time of the call that made the run
   */
  public static RunChange apply(
      StepGraph graph, RunRecord run, List<RunSignal> signals, Instant now) {
    RunWork work = new RunWork(graph, run, now);
    List<Refusal> refusals = new ArrayList<>();
    work.beginIfNew();
    for (RunSignal signal : signals) {
      take(work, signal, refusals);
    }
    work.fill();
    return work.change(refusals);
  }

  /** Returns a run that ended because it cannot be walked; a run that has ended stays as it is. */
  public static RunRecord unrunnable(RunRecord run, JobError error, Instant now) {
    return run.state().terminal()
        ? run
        : new RunRecord(
            run.version(),
            run.id(),
            run.workflow(),
            run.definitionVersion(),
            run.tenant(),
            run.input(),
            RunState.FAILED,
            RunState.FAILED,
            error,
            run.steps(),
            run.createdAt(),
            now,
            now,
            run.deadline(),
            run.pausedUntil());
  }

  /**
   * Returns what is to be done for a run that somebody else has driven, or that nothing was heard
   * of for some time.
   */
  public static List<RunAction> resume(StepGraph graph, RunRecord run) {
    List<RunAction> actions = new ArrayList<>();
    boolean cancel = run.ending() == RunState.CANCELLED || run.ending() == RunState.TIMED_OUT;
    for (Map.Entry<String, StepRecord> entry : run.steps().entrySet()) {
      String name = entry.getKey();
      StepRecord step = entry.getValue();
      if (step.state() == StepState.READY && step.items() == null) {
        actions.add(new RunAction.Expand(name));
      }
      for (int item : step.running()) {
        actions.add(new RunAction.CheckJob(name, item));
        if (cancel) {
          actions.add(new RunAction.CancelJob(name, item));
        }
      }
    }
    return actions;
  }

  private static void take(RunWork work, RunSignal signal, List<Refusal> refusals) {
    if (signal instanceof RunSignal.TimePassed) {
      work.timePassed();
    } else if (signal instanceof RunSignal.JobEnded ended) {
      jobEnded(work, ended);
    } else if (signal instanceof RunSignal.ListKnown list) {
      work.listKnown(list.step(), list.items());
    } else if (signal instanceof RunSignal.ListFailed list) {
      if (work.isIn(list.step(), StepState.READY)) {
        work.fail(list.step(), list.error());
      }
    } else if (signal instanceof RunSignal.Decided decided) {
      decided(work, decided, refusals);
    } else if (signal instanceof RunSignal.Cancel cancel) {
      cancel(work, cancel, refusals);
    } else if (signal instanceof RunSignal.Outage outage) {
      work.outage(outage.from(), outage.to());
    }
  }

  private static void jobEnded(RunWork work, RunSignal.JobEnded ended) {
    if (!ended.state().terminal() || !work.removeJob(ended.step(), ended.item())) {
      return;
    }
    if (ended.state() != JobState.SUCCEEDED) {
      work.jobFailed(ended.step(), error(ended));
    }
    work.settle(ended.step());
  }

  private static JobError error(RunSignal.JobEnded ended) {
    if (ended.state() == JobState.CANCELLED) {
      return JobError.of(JobError.CANCELLED, "the job was cancelled");
    }
    return ended.error() == null
        ? JobError.of(JobError.HANDLER_FAILED, "the job ended as " + ended.state())
        : ended.error();
  }

  private static void decided(RunWork work, RunSignal.Decided decided, List<Refusal> refusals) {
    if (work.hasDecision(decided.step(), decided.decision())) {
      return;
    }
    if (!work.isIn(decided.step(), StepState.AWAITING_APPROVAL)) {
      refusals.add(work.refusal(decided, decided.step()));
      return;
    }
    Decision decision = decided.decision();
    work.decide(decided.step(), decision);
    if (!decision.approved()) {
      String comment = decision.comment() == null ? "" : ": " + decision.comment();
      String by = decision.by() == null ? "" : " by " + decision.by();
      work.fail(decided.step(), JobError.of(REJECTED, "rejected" + by + comment));
    }
  }

  private static void cancel(RunWork work, RunSignal.Cancel cancel, List<Refusal> refusals) {
    if (work.ended()) {
      refusals.add(work.refusal(cancel, null));
      return;
    }
    String by = cancel.by() == null ? "" : " by " + cancel.by();
    String comment = cancel.comment() == null ? "" : ": " + cancel.comment();
    work.end(RunState.CANCELLED, JobError.of(JobError.CANCELLED, "cancelled" + by + comment));
  }
}
