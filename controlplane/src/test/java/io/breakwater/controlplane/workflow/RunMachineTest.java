package io.breakwater.controlplane.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.workflow.RunAction.CancelJob;
import io.breakwater.controlplane.workflow.RunAction.CheckJob;
import io.breakwater.controlplane.workflow.RunAction.Expand;
import io.breakwater.controlplane.workflow.RunAction.Submit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunMachineTest {
  private static final String DIAMOND =
      """
      {"name": "a", "topic": "t"},
      {"name": "b", "topic": "t", "dependsOn": ["a"]},
      {"name": "c", "topic": "t", "dependsOn": ["a"]},
      {"name": "d", "topic": "t", "dependsOn": ["b", "c"]}
      """;

  @Test
  void aDiamond_runsItsSidesAtOnce_andEndsWhenAllHaveSucceeded() {
    Runs run = Runs.of(DIAMOND).begin();
    assertThat(run.actions).containsExactly(new Submit("a", 0));
    run.succeeds("a");
    assertThat(run.last.actions()).containsExactly(new Submit("b", 0), new Submit("c", 0));
    run.succeeds("c");
    assertThat(run.last.actions()).isEmpty();
    assertThat(run.state("d")).isEqualTo(StepState.WAITING);
    run.succeeds("b");
    assertThat(run.last.actions()).containsExactly(new Submit("d", 0));
    run.succeeds("d");
    assertThat(run.run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.run.endedAt()).isEqualTo(run.now);
  }

  @Test
  void aFailure_beginsNothingMore_andWaitsForWhatIsUnderWay() {
    Runs run = Runs.of(DIAMOND).begin().succeeds("a").fails("b");
    assertThat(run.run.state()).isEqualTo(RunState.RUNNING);
    assertThat(run.run.ending()).isEqualTo(RunState.FAILED);
    assertThat(run.state("d")).isEqualTo(StepState.SKIPPED);
    run.succeeds("c");
    assertThat(run.run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.state("c")).isEqualTo(StepState.SUCCEEDED);
    assertThat(Runs.why(run.run)).isEqualTo("step b: boom");
    assertThat(run.actions).doesNotContain(new Submit("d", 0));
  }

  @Test
  void aSignalThatComesTwice_orLate_orOfNothing_changesNothing() {
    Runs run = Runs.of(DIAMOND).begin().succeeds("a");
    RunRecord before = run.run;
    run.succeeds("a").fails("a").ends("d", 0, JobState.SUCCEEDED).ends("x", 3, JobState.FAILED);
    run.ends("b", 7, JobState.FAILED).ends("b", 0, JobState.RUNNING);
    run.signal(new RunSignal.ListKnown("b", 9), new RunSignal.TimePassed());
    assertThat(run.run).isSameAs(before);
  }

  @Test
  void aDelay_passes_thenSomebodyApproves_thenTheJobBegins() {
    Runs run =
        Runs.of("{\"name\": \"a\", \"topic\": \"t\", \"delay\": \"1h\", \"approval\": true}")
            .begin();
    assertThat(run.state("a")).isEqualTo(StepState.DELAYED);
    assertThat(run.last.wakeAt()).isEqualTo(Runs.START.plus(Duration.ofHours(1)));
    run.after(Duration.ofMinutes(59));
    assertThat(run.state("a")).isEqualTo(StepState.DELAYED);
    run.signal(new RunSignal.Decided("a", new Decision(true, "ada", null, run.now)));
    assertThat(run.last.refusals()).hasSize(1);
    run.after(Duration.ofMinutes(1));
    assertThat(run.state("a")).isEqualTo(StepState.AWAITING_APPROVAL);
    assertThat(run.last.wakeAt()).isNull();
    assertThat(run.actions).isEmpty();
    run.signal(new RunSignal.Decided("a", new Decision(true, "ada", "fine", run.now)));
    assertThat(run.last.refusals()).isEmpty();
    assertThat(run.actions).containsExactly(new Submit("a", 0));
    assertThat(Objects.requireNonNull(run.step("a").decision()).by()).isEqualTo("ada");
  }

  @Test
  void aRejection_failsTheRun() {
    Runs run = Runs.of("{\"name\": \"a\", \"approval\": true}").begin();
    run.signal(new RunSignal.Decided("a", new Decision(false, "bob", "no budget", run.now)));
    assertThat(run.run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.run.error())
        .isEqualTo(JobError.of("rejected", "step a: rejected by bob: no budget"));
  }

  @Test
  void aDecision_onWhatDoesNotWaitForOne_isRefusedWithItsState() {
    Runs run = Runs.of(DIAMOND).begin();
    Decision yes = new Decision(true, null, null, run.now);
    run.signal(new RunSignal.Decided("a", yes), new RunSignal.Decided("zz", yes));
    assertThat(run.last.refusals())
        .extracting(RunChange.Refusal::known, RunChange.Refusal::state)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(true, "RUNNING"),
            org.assertj.core.api.Assertions.tuple(false, "RUNNING"));
  }

  @Test
  void aFanOut_neverHasMoreUnderWayThanItsParallelism() {
    Runs run = fanOut().signal(new RunSignal.ListKnown("f", 5));
    assertThat(run.last.actions()).containsExactly(new Submit("f", 0), new Submit("f", 1));
    run.ends("f", 1, JobState.SUCCEEDED);
    assertThat(run.last.actions()).containsExactly(new Submit("f", 2));
    run.ends("f", 0, JobState.SUCCEEDED).ends("f", 2, JobState.SUCCEEDED);
    assertThat(run.step("f").running()).containsExactly(3, 4);
    run.ends("f", 4, JobState.SUCCEEDED).ends("f", 3, JobState.SUCCEEDED);
    assertThat(run.run.state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void anEmptyList_isASuccess_andAListThatCannotBeHadAFailure() {
    assertThat(fanOut().signal(new RunSignal.ListKnown("f", 0)).run.state())
        .isEqualTo(RunState.SUCCEEDED);
    Runs run = fanOut().signal(new RunSignal.ListFailed("f", JobError.of("input", "no list")));
    assertThat(run.run.state()).isEqualTo(RunState.FAILED);
    assertThat(Runs.why(run.step("f"))).isEqualTo("no list");
  }

  @Test
  void oneItemFails_theOthersUnderWayAreWaitedFor_theRestNeverBegins() {
    Runs run = fanOut().signal(new RunSignal.ListKnown("f", 5));
    run.ends("f", 0, JobState.TIMED_OUT);
    assertThat(run.last.actions()).isEmpty();
    assertThat(run.run.state()).isEqualTo(RunState.RUNNING);
    run.ends("f", 1, JobState.SUCCEEDED);
    assertThat(run.run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.state("f")).isEqualTo(StepState.FAILED);
    assertThat(run.step("f").submitted()).isEqualTo(2);
  }

  @Test
  void aFanOutThatHadNoRoom_endsWithItsRun() {
    Runs run =
        Runs.ofWorkflow(
            """
        {"id": "w", "parallelism": 1, "steps": [
          {"name": "b", "topic": "t", "dependsOn": ["d"]},
          {"name": "d", "delay": "1s"},
          {"name": "f", "topic": "t", "forEach": "input"}]}
        """);
    run.begin().signal(new RunSignal.ListKnown("f", 3));
    run.now = run.now.plusSeconds(1);
    // In one go the delay passes and the item ends: the room goes to the step that stands first.
    run.signal(
        new RunSignal.TimePassed(), new RunSignal.JobEnded("f", 0, JobState.SUCCEEDED, null));
    assertThat(run.step("f").running()).isEmpty();
    assertThat(run.state("f")).isEqualTo(StepState.RUNNING);
    run.fails("b");
    assertThat(run.state("f")).isEqualTo(StepState.CANCELLED);
    assertThat(run.run.state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aCancellation_cancelsJobs_waitsForThem_andIsFinal() {
    Runs run = Runs.of(DIAMOND).begin().succeeds("a");
    run.signal(new RunSignal.Cancel("ada", "wrong day"));
    assertThat(run.last.actions()).containsExactly(new CancelJob("b", 0), new CancelJob("c", 0));
    assertThat(run.run.state()).isEqualTo(RunState.RUNNING);
    run.ends("b", 0, JobState.CANCELLED).succeeds("c");
    assertThat(run.run.state()).isEqualTo(RunState.CANCELLED);
    assertThat(run.state("b")).isEqualTo(StepState.CANCELLED);
    assertThat(run.state("c")).isEqualTo(StepState.SUCCEEDED);
    assertThat(run.state("d")).isEqualTo(StepState.CANCELLED);
    assertThat(Runs.why(run.run)).isEqualTo("cancelled by ada: wrong day");
    RunRecord ended = run.run;
    run.signal(new RunSignal.Cancel(null, null));
    assertThat(run.run).isSameAs(ended);
    assertThat(run.last.refusals())
        .extracting(RunChange.Refusal::state)
        .containsExactly("CANCELLED");
  }

  @Test
  void aJobThatSomebodyCancelled_failsItsStep() {
    Runs run = Runs.of(DIAMOND).begin().ends("a", 0, JobState.CANCELLED);
    assertThat(run.run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.state("a")).isEqualTo(StepState.FAILED);
  }

  @Test
  void theTimeoutOfARun_cancelsIt_andAnOutageDoesNotCount() {
    Runs run =
        Runs.ofWorkflow(
            "{\"id\": \"w\", \"timeout\": \"10m\", \"steps\": [{\"name\": \"a\", \"topic\": \"t\"}]}");
    run.begin();
    assertThat(run.last.wakeAt()).isEqualTo(Runs.START.plus(Duration.ofMinutes(10)));
    RunSignal.Outage outage =
        new RunSignal.Outage(Runs.START.minusSeconds(60), Runs.START.plusSeconds(300));
    // Another replica has seen the same outage, a little different.
    run.signal(outage, outage, new RunSignal.Outage(Runs.START.plusSeconds(5), outage.to()));
    run.after(Duration.ofMinutes(14));
    assertThat(run.run.ending()).isNull();
    run.after(Duration.ofMinutes(1));
    assertThat(run.run.ending()).isEqualTo(RunState.TIMED_OUT);
    assertThat(run.last.actions()).containsExactly(new CancelJob("a", 0));
    run.ends("a", 0, JobState.CANCELLED);
    assertThat(run.run.state()).isEqualTo(RunState.TIMED_OUT);
  }

  @Test
  void whoTakesOver_looksAfterAllJobs_andListsThatWereNotHad() {
    Runs run = Runs.of(DIAMOND).begin().succeeds("a");
    assertThat(RunMachine.resume(run.graph, run.run))
        .containsExactly(new CheckJob("b", 0), new CheckJob("c", 0));
    run.signal(new RunSignal.Cancel(null, null));
    assertThat(RunMachine.resume(run.graph, run.run))
        .contains(new CancelJob("b", 0), new CancelJob("c", 0));
    Runs fan = fanOut();
    assertThat(RunMachine.resume(fan.graph, fan.run)).containsExactly(new Expand("f"));
  }

  @Test
  void tenThousandStepsInAChain_andTenThousandSideBySide_fitIntoARecord() {
    String chain =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    "{\"name\":\"s%d\",\"topic\":\"t\",\"dependsOn\":[%s]}"
                        .formatted(i, i == 0 ? "" : "\"s" + (i - 1) + "\""))
            .collect(Collectors.joining(","));
    Runs run = Runs.of(chain).begin();
    for (int i = 0; i < 500; i++) {
      run.succeeds("s" + i);
    }
    assertThat(run.actions).hasSize(501);
    Runs wide =
        Runs.of(
                IntStream.range(0, 10_000)
                    .mapToObj(i -> "{\"name\":\"s%d\",\"topic\":\"t\"}".formatted(i))
                    .collect(Collectors.joining(",")))
            .begin();
    assertThat(wide.actions).hasSize(100);
    while (!wide.run.state().terminal()) {
      RunSignal[] ended =
          wide.last.actions().stream()
              .map(Submit.class::cast)
              .map(job -> new RunSignal.JobEnded(job.step(), job.item(), JobState.SUCCEEDED, null))
              .toArray(RunSignal[]::new);
      wide.signal(ended);
    }
    assertThat(Json.bytes(wide.run)).hasSizeLessThan(700_000);
    assertThat(Json.read(Json.bytes(wide.run), RunRecord.class)).isEqualTo(wide.run);
    assertThat(List.copyOf(wide.run.steps().keySet()).get(9_999)).isEqualTo("s9999");
  }

  @Test
  void whatCannotBeWalked_ends_unlessItHasEnded() {
    Runs run = Runs.of(DIAMOND).begin();
    RunRecord ended = RunMachine.unrunnable(run.run, JobError.of("definition", "gone"), run.now);
    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(RunMachine.unrunnable(ended, JobError.of("x", "y"), run.now)).isSameAs(ended);
  }

  private static Runs fanOut() {
    Runs run =
        Runs.of("{\"name\": \"f\", \"topic\": \"t\", \"forEach\": \"input\", \"parallelism\": 2}");
    run.begin();
    assertThat(run.actions).containsExactly(new Expand("f"));
    return run;
  }
}
