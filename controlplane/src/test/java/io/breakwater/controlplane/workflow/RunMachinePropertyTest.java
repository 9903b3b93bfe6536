package io.breakwater.controlplane.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepRecord;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.workflow.RunAction.CancelJob;
import io.breakwater.controlplane.workflow.RunAction.Expand;
import io.breakwater.controlplane.workflow.RunAction.Submit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.node.NullNode;

/**
 * Random workflows with random fates: steps succeed, fail, are cancelled; signals come twice, late
 * and in any order; somebody cancels; time passes. What must hold, holds after each call.
 */
class RunMachinePropertyTest {
  private static final int MOST_STEPS = 12;

  @Property(tries = 400)
  void whateverHappens_theRulesHold_andTheRunEnds(@ForAll long seed) {
    new World(new Random(seed)).play();
  }

  private static final class World {
    private final Random random;
    private final Runs run;
    private final boolean harsh;
    private final Set<String> sent = new HashSet<>();
    private final List<Submit> alive = new ArrayList<>();
    private final List<RunSignal> signalsSoFar = new ArrayList<>();
    private final Set<String> mustCancel = new HashSet<>();

    World(Random random) {
      this.random = random;
      harsh = random.nextBoolean();
      run = new Runs(definition());
    }

    private WorkflowDefinition definition() {
      List<StepDefinition> steps = new ArrayList<>();
      int number = 1 + random.nextInt(MOST_STEPS);
      for (int i = 0; i < number; i++) {
        List<String> dependencies = new ArrayList<>();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(3) == 0) {
            dependencies.add("s" + j);
          }
        }
        boolean approval = random.nextInt(4) == 0;
        Duration delay = random.nextInt(4) == 0 ? Duration.ofSeconds(5) : Duration.ZERO;
        boolean gate = (approval || !delay.isZero()) && random.nextBoolean();
        steps.add(
            new StepDefinition(
                "s" + i,
                gate ? null : "t",
                NullNode.getInstance(),
                dependencies,
                Retries.DEFAULT,
                Duration.ofMinutes(1),
                delay,
                approval,
                !gate && random.nextInt(3) == 0 ? "input" : null,
                1 + random.nextInt(3),
                5,
                Map.of()));
      }
      return new WorkflowDefinition(
          "w",
          "w",
          steps,
          random.nextInt(3) == 0 ? Duration.ofSeconds(40) : null,
          1 + random.nextInt(4));
    }

    void play() {
      step(List.of());
      for (int turn = 0; turn < 2_000 && !run.run.state().terminal(); turn++) {
        List<RunSignal> signals = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          signals.add(signal());
        }
        step(signals);
      }
      assertThat(run.run.state().terminal()).as("ended: %s", run.run).isTrue();
      assertThat(run.run.steps().values()).allMatch(step -> step.state().terminal());
      RunRecord ended = run.run;
      for (int i = 0; i < 20; i++) {
        step(List.of(signal()));
        assertThat(run.run).isSameAs(ended);
        assertThat(run.last.actions()).isEmpty();
      }
    }

    private RunSignal signal() {
      if (!signalsSoFar.isEmpty() && random.nextInt(4) == 0) {
        return signalsSoFar.get(random.nextInt(signalsSoFar.size()));
      }
      RunSignal next = fresh();
      signalsSoFar.add(next);
      return next;
    }

    private RunSignal fresh() {
      int what = random.nextInt(harsh ? 60 : 600);
      if (what == 0) {
        return new RunSignal.Cancel("x", null);
      }
      if (what < 6 || alive.isEmpty()) {
        return quiet();
      }
      Submit job = alive.remove(random.nextInt(alive.size()));
      return new RunSignal.JobEnded(job.step(), job.item(), fate(job), JobError.of("e", "boom"));
    }

    private JobState fate(Submit job) {
      if (mustCancel.contains(key(job)) && random.nextBoolean()) {
        return JobState.CANCELLED;
      }
      int fate = random.nextInt(harsh ? 12 : 200);
      return fate == 0 ? JobState.FAILED : fate == 1 ? JobState.TIMED_OUT : JobState.SUCCEEDED;
    }

    /** What helps a run on that has no jobs under way. */
    private RunSignal quiet() {
      for (Map.Entry<String, StepRecord> step : run.run.steps().entrySet()) {
        if (step.getValue().state() == StepState.AWAITING_APPROVAL && random.nextBoolean()) {
          boolean approved = !harsh || random.nextInt(8) > 0;
          return new RunSignal.Decided(step.getKey(), new Decision(approved, null, null, run.now));
        }
        if (step.getValue().state() == StepState.READY && random.nextBoolean()) {
          return harsh && random.nextInt(10) == 0
              ? new RunSignal.ListFailed(step.getKey(), JobError.of("e", "no list"))
              : new RunSignal.ListKnown(step.getKey(), random.nextInt(6));
        }
      }
      run.now = run.now.plusSeconds(1 + random.nextInt(4));
      return new RunSignal.TimePassed();
    }

    private void step(List<RunSignal> signals) {
      RunRecord before = run.run;
      run.signal(signals.toArray(new RunSignal[0]));
      for (RunAction action : run.last.actions()) {
        if (action instanceof Submit job) {
          assertThat(sent.add(key(job))).as("%s is begun once", job).isTrue();
          alive.add(job);
          dependenciesHaveSucceeded(job.step());
        } else if (action instanceof Expand list) {
          dependenciesHaveSucceeded(list.step());
        } else if (action instanceof CancelJob job) {
          mustCancel.add(key(new Submit(job.step(), job.item())));
        }
      }
      nothingTerminalChanged(before);
      boundsHold();
    }

    private void dependenciesHaveSucceeded(String step) {
      for (String dependency : Objects.requireNonNull(run.graph.step(step)).dependsOn()) {
        assertThat(run.state(dependency))
            .as("%s before %s", dependency, step)
            .isEqualTo(StepState.SUCCEEDED);
      }
    }

    private void nothingTerminalChanged(RunRecord before) {
      if (before.state().terminal()) {
        assertThat(run.run).isSameAs(before);
      }
      before
          .steps()
          .forEach(
              (name, step) -> {
                if (step.state().terminal()) {
                  assertThat(run.run.steps().get(name)).isEqualTo(step);
                }
              });
    }

    private void boundsHold() {
      int all = 0;
      Map<String, Integer> jobs = new HashMap<>();
      for (StepDefinition step : run.graph.steps()) {
        StepRecord record = run.step(step.name());
        int running = record.running().size();
        all += running;
        assertThat(running).isLessThanOrEqualTo(step.forEach() == null ? 1 : step.parallelism());
        assertThat(record.submitted())
            .isLessThanOrEqualTo(record.items() == null ? 0 : record.items());
        jobs.put(step.name(), record.submitted());
        if (record.state() == StepState.SUCCEEDED && step.topic() != null) {
          assertThat(record.submitted()).isEqualTo(record.items());
        }
      }
      assertThat(all).isLessThanOrEqualTo(run.graph.definition().parallelism());
      assertThat(sent).hasSize(jobs.values().stream().mapToInt(Integer::intValue).sum());
      if (run.run.state() == RunState.SUCCEEDED) {
        assertThat(run.run.steps().values()).allMatch(step -> step.state() == StepState.SUCCEEDED);
      }
    }

    private static String key(Submit job) {
      return job.step() + "/" + job.item();
    }
  }
}
