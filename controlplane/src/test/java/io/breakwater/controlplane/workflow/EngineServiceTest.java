package io.breakwater.controlplane.workflow;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.contract.WorkflowSubjects;
import io.breakwater.controlplane.store.Provisioning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines on a real broker; scheduler and workers are stood in for. */
@Timeout(180)
class EngineServiceTest {
  private final EngineWorld world = new EngineWorld();

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  @Test
  void aWorkflow_runs_eachStepWithTheResultsOfThoseBefore() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    EngineService engine = world.engine();
    world.apply(
        "w",
        1,
        """
        {"name": "a", "topic": "echo", "payload": {"n": "${input.n}"},
         "retries": {"maxAttempts": 7, "backoff": "2s"}, "timeout": "9s", "priority": 8},
        {"name": "b", "topic": "echo", "dependsOn": ["a"], "payload": "n is ${steps.a.result.n}"},
        {"name": "each", "topic": "echo", "dependsOn": ["a"], "forEach": "input.list",
         "parallelism": 2, "payload": ["${item}", "${index}", "${run.id}"]},
        {"name": "end", "topic": "echo", "dependsOn": ["b", "each"],
         "payload": {"b": "${steps.b.result}", "all": "${steps.each.result[*][0]}"}}
        """);
    world.start("r-1", "w", 1, "{\"n\": 3, \"list\": [10, 20, 30]}");
    RunRecord run = world.ended("r-1");
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    JobRequest first = scheduler.seen.get(0);
    assertThat(first.id()).isEqualTo("r-1.a");
    assertThat(first.maxAttempts()).isEqualTo(7);
    assertThat(first.retryFirstMillis()).isEqualTo(2_000);
    assertThat(first.timeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(first.priority()).isEqualTo(8);
    JobRequest last = scheduler.seen.get(scheduler.seen.size() - 1);
    assertThat(last.payload()).hasToString("{\"b\":\"n is 3\",\"all\":[10,20,30]}");
    assertThat(scheduler.seen)
        .extracting(JobRequest::id)
        .doesNotHaveDuplicates()
        .contains("r-1.each.0", "r-1.each.1", "r-1.each.2");
    world.awaitNoMarkers();
    await().until(() -> engine.openRuns() == 0);
  }

  @Test
  void aStepThatFails_orHasNoInput_failsTheRun_andOneNobodyTold_isFoundToo() throws Exception {
    var scheduler = world.scheduler();
    world.engine();
    world.apply(
        "w",
        1,
        "{\"name\":\"a\",\"topic\":\"fail\"},{\"name\":\"b\",\"topic\":\"echo\",\"dependsOn\":[\"a\"]}");
    world.apply("i", 1, "{\"name\":\"a\",\"topic\":\"echo\",\"payload\":\"x ${input.missing}\"}");
    world.apply("l", 1, "{\"name\":\"a\",\"topic\":\"echo\",\"forEach\":\"input\"}");
    world.create("r-1", "w", 1, "{}");
    world.create("r-2", "i", 1, "{}");
    world.create("r-3", "l", 1, "{}");
    world.create("r-4", "never-applied", 1, "{}");
    RunRecord failed = world.ended("r-1");
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(Runs.why(failed)).isEqualTo("step a: boom");
    assertThat(Runs.step(failed, "b").state()).isEqualTo(StepState.SKIPPED);
    assertThat(Runs.why(world.ended("r-2")))
        .isEqualTo("step a: payload: \"input.missing\" is null, and stands within a text");
    assertThat(Runs.why(world.ended("r-3"))).contains("expected a list");
    assertThat(Runs.why(world.ended("r-4"))).isEqualTo("workflow never-applied has no version 1");
    assertThat(scheduler.seen).extracting(JobRequest::id).containsExactly("r-1.a");
    world.awaitNoMarkers();
  }

  @Test
  void approval_cancellation_whatIsIllegal_andNonsense_areAnswered() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    EngineService engine = world.engine();
    await().until(engine::active);
    byte[] nonsense = "{\"version\":".getBytes(StandardCharsets.UTF_8);
    for (String subject :
        List.of("$KV.jobs.r-9.x", "$KV.runs.r-9", "$KV.open-runs.r-9", "sys.workflow.event")) {
      world.bus.publish(subject, nonsense);
    }
    world.apply(
        "w",
        1,
        """
        {"name": "ok", "approval": true},
        {"name": "go", "topic": "echo", "dependsOn": ["ok"], "payload": "${steps.ok.result.by}"},
        {"name": "long", "topic": "hold", "dependsOn": ["go"]}
        """);
    world.start("r-1", "w", 1, "null");
    world.awaitStep("r-1", "ok", StepState.AWAITING_APPROVAL);
    assertThat(world.decide("r-1", "go", true).outcome()).isEqualTo(RunReply.Result.ILLEGAL);
    assertThat(world.decide("r-1", "nope", true).outcome()).isEqualTo(RunReply.Result.UNKNOWN);
    assertThat(world.decide("r-none", "ok", true).outcome()).isEqualTo(RunReply.Result.UNKNOWN);
    assertThat(world.decide("r-1", "ok", true).outcome()).isEqualTo(RunReply.Result.DONE);
    assertThat(world.decide("r-1", "ok", true).state()).isEqualTo("SUCCEEDED");
    world.awaitStep("r-1", "long", StepState.RUNNING);
    assertThat(world.cancel("r-1").outcome()).isEqualTo(RunReply.Result.DONE);
    assertThat(world.ended("r-1").state()).isEqualTo(RunState.CANCELLED);
    assertThat(scheduler.cancelled)
        .as("with the job, which a scheduler may not have taken yet")
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.job())
                    .isNotNull()
                    .extracting(JobRequest::id, JobRequest::topic)
                    .containsExactly("r-1.long", "hold"));
    RunReply late = world.cancel("r-1");
    assertThat(late.outcome()).isEqualTo(RunReply.Result.ILLEGAL);
    assertThat(late.state()).isEqualTo("CANCELLED");
    for (String garbage : List.of("", "{", "null", "[]", "{\"runId\": 7}", "{\"version\": 1}")) {
      assertThat(
              world
                  .ask(WorkflowSubjects.APPROVE, garbage.getBytes(StandardCharsets.UTF_8))
                  .outcome())
          .isEqualTo(RunReply.Result.INVALID);
    }
  }

  @Test
  void aRun_keepsTheVersionItStartedWith() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    world.engine();
    world.apply(
        "w",
        1,
        "{\"name\":\"a\",\"topic\":\"hold\"},{\"name\":\"one\",\"topic\":\"echo\",\"dependsOn\":[\"a\"]}");
    world.start("r-1", "w", 1, "1");
    world.awaitStep("r-1", "a", StepState.RUNNING);
    world.apply("w", 2, "{\"name\":\"two\",\"topic\":\"echo\"}");
    world.start("r-2", "w", 2, "1");
    assertThat(world.ended("r-2").steps()).containsOnlyKeys("two");
    scheduler.finish("r-1.a", JobState.SUCCEEDED);
    assertThat(world.ended("r-1").steps()).containsOnlyKeys("a", "one");
  }

  @Test
  void aStandby_takesOver_withTimersAndJobs_andTheFirstOneStepsBack() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    EngineService first = world.engine();
    await().until(first::active);
    EngineService second = world.engine();
    world.apply(
        "w",
        1,
        """
        {"name": "held", "topic": "hold"},
        {"name": "late", "topic": "echo", "delay": "3s"}
        """);
    world.start("r-1", "w", 1, "1");
    world.awaitStep("r-1", "held", StepState.RUNNING);
    world.awaitStep("r-1", "late", StepState.DELAYED);
    assertThat(second.active()).isFalse();
    first.close();
    // Nobody is active while the job ends.
    scheduler.finish("r-1.held", JobState.SUCCEEDED);
    await().until(second::active);
    assertThat(world.ended("r-1").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(scheduler.seen)
        .extracting(JobRequest::id)
        .containsExactlyInAnyOrder("r-1.held", "r-1.late");
  }

  @Test
  void threeThatAllBelieveToBeActive_doEachStepOnce() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    for (int i = 0; i < 3; i++) {
      EngineTerm unused = world.believer();
    }
    world.apply(
        "w",
        1,
        """
        {"name": "a", "topic": "echo", "payload": [1, 2, 3, 4, 5]},
        {"name": "each", "topic": "echo", "dependsOn": ["a"], "forEach": "steps.a.result",
         "parallelism": 2, "payload": "${item}"},
        {"name": "late", "topic": "echo", "dependsOn": ["a"], "delay": "500ms"},
        {"name": "end", "topic": "echo", "dependsOn": ["each", "late"],
         "payload": "${sum(steps.each.result)}"}
        """);
    for (int i = 0; i < 10; i++) {
      world.start("r-" + i, "w", 1, "1");
    }
    for (int i = 0; i < 10; i++) {
      assertThat(world.ended("r-" + i).state()).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(scheduler.seen).extracting(JobRequest::id).doesNotHaveDuplicates().hasSize(80);
  }

  @Test
  void anOutage_failsNoStep_andWorkGoesOnAfterIt() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    JumpingClock clock = new JumpingClock();
    EngineService engine = world.engine(EngineWorld.QUICK, clock);
    world.apply(
        "w",
        1,
        "{\"id\":\"w\",\"timeout\":\"30m\",\"steps\":[{\"name\":\"a\",\"topic\":\"hold\"},"
            + "{\"name\":\"b\",\"topic\":\"echo\",\"dependsOn\":[\"a\"]}]}");
    world.start("r-1", "w", 1, "1");
    world.awaitStep("r-1", "a", StepState.RUNNING);
    world.kill();
    // The engine looks several times a second; then two hours pass, and the lease runs out.
    TimeUnit.MILLISECONDS.sleep(500);
    clock.jump(Duration.ofHours(2));
    TimeUnit.SECONDS.sleep(1);
    world.broker.server().restart();
    scheduler.finish("r-1.a", JobState.SUCCEEDED);
    RunRecord run = world.ended("r-1");
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.pausedUntil()).isNotNull();
    assertThat(scheduler.seen).extracting(JobRequest::id).containsExactly("r-1.a", "r-1.b");
    await().until(engine::active);
  }

  @Test
  void aBrokerThatForgotEverything_isWorkedWithAgain() throws Exception {
    StandInScheduler scheduler = world.scheduler();
    EngineService engine = world.engine();
    world.apply("w", 1, "{\"name\":\"a\",\"topic\":\"hold\"}");
    world.start("r-1", "w", 1, "1");
    world.awaitStep("r-1", "a", StepState.RUNNING);
    world.kill();
    world.broker.server().wipe();
    world.broker.server().restart();
    Provisioning.ensure(world.bus).toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
    await()
        .ignoreExceptions()
        .until(
            () -> {
              world.apply("w", 1, "{\"name\":\"a\",\"topic\":\"echo\"}");
              return true;
            });
    await()
        .ignoreExceptions()
        .until(
            () -> {
              world.start("r-2", "w", 1, "1");
              return true;
            });
    assertThat(world.ended("r-2").state()).isEqualTo(RunState.SUCCEEDED);
    await().until(() -> engine.active() && engine.openRuns() == 0);
    assertThat(world.cancel("r-1").outcome()).isEqualTo(RunReply.Result.UNKNOWN);
    assertThat(scheduler.seen).extracting(JobRequest::id).contains("r-2.a");
  }

  @Test
  void aFanOutOfFiveHundred_andHundredRuns_allEnd() throws Exception {
    world.scheduler();
    world.engine();
    world.apply(
        "f",
        1,
        "{\"name\":\"each\",\"topic\":\"echo\",\"forEach\":\"input\",\"parallelism\":50,\"payload\":\"${item}\"},"
            + "{\"name\":\"sum\",\"topic\":\"echo\",\"dependsOn\":[\"each\"],\"payload\":\"${sum(steps.each.result)}\"}");
    String numbers =
        IntStream.range(0, 500).mapToObj(Integer::toString).collect(Collectors.joining(","));
    world.apply("w", 1, "{\"name\":\"a\",\"topic\":\"echo\"}");
    world.start("r-f", "f", 1, "[" + numbers + "]");
    for (int i = 0; i < 100; i++) {
      world.start("r-" + i, "w", 1, "1");
    }
    assertThat(world.ended("r-f").state()).isEqualTo(RunState.SUCCEEDED);
    world.awaitNoMarkers();
    for (int i = 0; i < 100; i++) {
      assertThat(world.run("r-" + i).state()).isEqualTo(RunState.SUCCEEDED);
    }
  }
}
