package io.breakwater.controlplane.workflow;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.LeaseTerms;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.controlplane.worker.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engine, scheduler and worker, all real, on a real broker. */
@Timeout(180)
class WorkflowEndToEndTest {
  private static final LeaseTerms LEASE =
      new LeaseTerms(Duration.ofMillis(900), Duration.ofMillis(300));

  private final EngineWorld world = new EngineWorld();
  private final Bus schedulerBus = world.broker.bus("scheduler-1");
  private final Bus workerBus = world.broker.bus("worker-1");
  private final SchedulerService scheduler =
      new SchedulerService(
          schedulerBus, "scheduler-1", SchedulerSettings.DEFAULTS.withLease(LEASE));
  private Worker worker;

  @BeforeEach
  void start() {
    var unused = Provisioning.ensure(schedulerBus);
    var unusedToo = Provisioning.ensure(workerBus);
    scheduler.start();
    worker =
        Worker.named(workerBus, "worker-1")
            .on("echo", BuiltIn.ECHO.handler())
            .on("sleep", BuiltIn.SLEEP.handler())
            .on("fail", BuiltIn.FAIL.handler())
            .heartbeat(Duration.ofMillis(300))
            .start();
    EngineService unusedEngine = world.engine();
  }

  @AfterEach
  void close() throws Exception {
    worker.close();
    scheduler.close();
    workerBus.close();
    schedulerBus.close();
    world.close();
  }

  @Test
  void aWorkflow_withRetriesAndAFanOut_runsToItsEnd_throughAnOutage() throws Exception {
    world.apply(
        "w",
        1,
        """
        {"name": "flaky", "topic": "fail", "payload": {"times": 1, "list": [1, 2, 3]},
         "retries": {"maxAttempts": 3, "backoff": "50ms"}},
        {"name": "each", "topic": "sleep", "dependsOn": ["flaky"], "parallelism": 2,
         "forEach": "steps.flaky.result.list", "payload": {"millis": 400, "n": "${item}"}},
        {"name": "sum", "topic": "echo", "dependsOn": ["each"],
         "payload": "${sum(steps.each.result[*].n)}"}
        """);
    world.start("r-1", "w", 1, "{}");
    world.awaitStep("r-1", "each", StepState.RUNNING);
    world.kill();
    TimeUnit.MILLISECONDS.sleep(1_500);
    world.broker.server().restart();
    RunRecord run = world.ended("r-1");
    assertThat(run.state()).as("%s", run).isEqualTo(RunState.SUCCEEDED);
    JobRecord sum = job("r-1.sum");
    assertThat(sum.result()).hasToString("6");
    JobRecord flaky = job("r-1.flaky");
    assertThat(flaky.attempt()).isEqualTo(2);
    for (int item = 0; item < 3; item++) {
      JobRecord each = job("r-1.each." + item);
      assertThat(each.attempt() - each.returned()).as("%s", each).isEqualTo(1);
    }
  }

  @Test
  void aCancelledRun_stopsItsJobs_andAStepThatAlwaysFailsFailsTheRun() throws Exception {
    world.apply("long", 1, "{\"name\":\"a\",\"topic\":\"sleep\",\"payload\":{\"millis\":60000}}");
    world.apply(
        "bad",
        1,
        "{\"name\":\"a\",\"topic\":\"fail\",\"payload\":{\"message\":\"no\"},"
            + "\"retries\":{\"maxAttempts\":2,\"backoff\":\"10ms\"}}");
    world.start("r-long", "long", 1, "1");
    world.start("r-bad", "bad", 1, "1");
    assertThat(Runs.why(world.ended("r-bad"))).isEqualTo("step a: no");
    world.awaitStep("r-long", "a", StepState.RUNNING);
    await().ignoreExceptions().until(() -> job("r-long.a").state().assigned());
    assertThat(world.cancel("r-long").outcome()).isEqualTo(RunReply.Result.DONE);
    assertThat(world.ended("r-long").state()).isEqualTo(RunState.CANCELLED);
    world.awaitNoMarkers();
  }

  @Test
  @Tag("soak")
  void tenThousandSteps_runToTheirEnd() throws Exception {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      steps.append(i == 0 ? "" : ",").append("{\"name\":\"s").append(i);
      steps.append("\",\"topic\":\"echo\",\"payload\":").append(i);
      if (i >= 100) {
        steps.append(",\"dependsOn\":[\"s").append(i - 100).append("\"]");
      }
      steps.append('}');
    }
    world.apply(
        "large", 1, "{\"id\":\"large\",\"parallelism\":1000,\"steps\":[%s]}".formatted(steps));
    long start = System.nanoTime();
    world.start("r-large", "large", 1, "{}");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> world.run("r-large").state().terminal());
    System.out.printf("10,000 steps: %.1f s%n", (System.nanoTime() - start) / 1e9);
    assertThat(world.run("r-large").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(job("r-large.s9999").result()).hasToString("9999");
    world.awaitNoMarkers();
  }

  private JobRecord job(String id) throws Exception {
    return RunStore.await(new Documents<>(world.bus, Bucket.JOBS, JobRecord.class).get(id))
        .orElseThrow()
        .value();
  }
}
