package io.breakwater.controlplane;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services as processes, and what is done to processes. */
@Timeout(180)
class ServiceProcessesTest {
  private final Plane plane = new Plane();
  private ServiceProcesses processes;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    processes = new ServiceProcesses(folder, plane.broker().server().url());
  }

  @AfterEach
  void close() throws Exception {
    processes.close();
    plane.close();
  }

  @Test
  void schedulerThatStandsStill_isReplaced_andStepsBackWhenItGoesOn() throws Exception {
    Process first = processes.start("Scheduler", "s1");
    await().until(() -> processes.log("s1").contains("at work"));
    processes.start("Scheduler", "s2");
    processes.start("JobWorker", "w1", "--heartbeat", "500ms");
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);

    ServiceProcesses.signal(first, "STOP");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(plane.submit(job("echo")));
    }
    await().until(() -> processes.log("s2").contains("at work"));
    ServiceProcesses.signal(first, "CONT");
    await().until(() -> processes.log("s1").contains("no longer active"));
    for (int i = 0; i < 20; i++) {
      ids.add(plane.submit(job("echo")));
    }
    for (String id : ids) {
      JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
      assertThat(done.attempt()).isEqualTo(1);
    }
    plane.awaitNothingOpen();
  }

  @Test
  void workerThatIsKilled_losesItsJobToAnother() throws Exception {
    processes.start("Scheduler", "s1");
    Process worker =
        processes.start("JobWorker", "w1", "--heartbeat", "500ms", "--topics", "sleep");
    String id = plane.submit(job("sleep").payload(Json.mapper().readTree("{\"millis\": 4000}")));
    plane.awaitState(id, JobState.RUNNING);
    worker.destroyForcibly();
    processes.start("JobWorker", "w2", "--heartbeat", "500ms", "--topics", "sleep");
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.worker()).isEqualTo("w2");
    assertThat(done.attempt()).isEqualTo(2);
  }

  @Test
  void workerThatIsTold_stops_afterItsJobIsDone() throws Exception {
    processes.start("Scheduler", "s1");
    Process worker = processes.start("JobWorker", "w1", "--topics", "sleep");
    String id = plane.submit(job("sleep").payload(Json.mapper().readTree("{\"millis\": 1000}")));
    plane.awaitState(id, JobState.RUNNING);
    worker.destroy();
    assertThat(worker.waitFor(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isEqualTo(143);
    assertThat(plane.awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(1);
  }
}
