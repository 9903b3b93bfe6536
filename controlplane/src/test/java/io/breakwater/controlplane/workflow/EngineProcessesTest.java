package io.breakwater.controlplane.workflow;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.ServiceProcesses;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines as processes: one is stopped, one is killed, and the runs go on. */
@Timeout(180)
class EngineProcessesTest {
  private static final String STEPS =
      """
      {"name": "first", "topic": "sleep", "payload": {"millis": 1500}},
      {"name": "each", "topic": "sleep", "dependsOn": ["first"], "forEach": "[`1`, `2`, `3`]",
       "parallelism": 2, "payload": {"millis": 200}},
      {"name": "last", "topic": "echo", "dependsOn": ["each"], "payload": "${length(steps.each.result)}"}
      """;

  private final EngineWorld world = new EngineWorld();
  private ServiceProcesses processes;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    processes = new ServiceProcesses(folder, world.broker.server().url());
  }

  @AfterEach
  void close() throws Exception {
    processes.close();
    world.close();
  }

  @Test
  void engineThatStandsStill_andEngineThatIsKilled_areReplaced_andNoStepIsDoneTwice()
      throws Exception {
    processes.start("Scheduler", "s1");
    processes.start("JobWorker", "w1", "--heartbeat", "500ms");
    Process first = processes.start("WorkflowEngine", "e1");
    await().until(() -> processes.log("e1").contains("active, term 1"));
    Process second = processes.start("WorkflowEngine", "e2");
    world.apply("w", 1, STEPS);

    world.start("r-1", "w", 1, "{}");
    world.awaitStep("r-1", "first", StepState.RUNNING);
    ServiceProcesses.signal(first, "STOP");
    assertThat(world.ended("r-1").state()).isEqualTo(RunState.SUCCEEDED);
    ServiceProcesses.signal(first, "CONT");
    await().until(() -> processes.log("e1").contains("no longer active"));

    world.start("r-2", "w", 1, "{}");
    world.awaitStep("r-2", "first", StepState.RUNNING);
    second.destroyForcibly();
    assertThat(world.ended("r-2").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(processes.log("e1")).contains("active, term 3");

    Documents<JobRecord> jobs = new Documents<>(world.bus, Bucket.JOBS, JobRecord.class);
    for (String run : new String[] {"r-1", "r-2"}) {
      for (String step : new String[] {"first", "each.0", "each.1", "each.2", "last"}) {
        JobRecord job = RunStore.await(jobs.get(run + "." + step)).orElseThrow().value();
        assertThat(job.attempt()).as("%s", job).isEqualTo(1);
      }
    }
    world.awaitNoMarkers();
  }

  @Test
  void hundredRunsWithALargeInput_thatWaitForAnApproval_leaveRoomForOthers() throws Exception {
    processes.heap(96);
    Process engine = processes.start("WorkflowEngine", "e1");
    world.apply("waits", 1, "{\"name\": \"a\", \"approval\": true}");
    world.apply("quick", 1, "{\"name\": \"a\", \"delay\": \"10ms\"}");
    String input = "[" + "[],".repeat(43_000) + "[]]";
    for (int i = 0; i < 100; i++) {
      world.start("r-" + i, "waits", 1, input);
    }
    for (int i = 0; i < 100; i++) {
      world.awaitStep("r-" + i, "a", StepState.AWAITING_APPROVAL);
    }
    world.start("r-quick", "quick", 1, "{}");
    assertThat(world.ended("r-quick").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(world.decide("r-7", "a", true).outcome()).isEqualTo(RunReply.Result.DONE);
    assertThat(world.ended("r-7").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(engine.isAlive()).as(processes.log("e1")).isTrue();
  }
}
