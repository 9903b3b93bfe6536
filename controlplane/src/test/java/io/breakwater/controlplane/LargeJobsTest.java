package io.breakwater.controlplane;

import static io.breakwater.controlplane.Plane.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs of the largest size, in the heaps that {@code up} gives its services. */
@Timeout(180)
class LargeJobsTest {
  private final Plane plane = new Plane();
  private ServiceProcesses processes;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    processes = new ServiceProcesses(folder, plane.broker().server().url()).heap(96);
  }

  @AfterEach
  void close() throws Exception {
    processes.close();
    plane.close();
  }

  @Test
  void workerThatHasDoneHundreds_keepsWhatBecameOfThem_andNotWhatTheyWere() throws Exception {
    plane.scheduler("scheduler-1");
    Process worker = processes.start("JobWorker", "w1");
    List<String> ids = new ArrayList<>();
    JsonNode zeros = list("0");
    for (int i = 0; i < 250; i++) {
      ids.add(plane.submit(job("echo").payload(zeros)));
    }
    ids.forEach(id -> plane.awaitState(id, JobState.SUCCEEDED));
    assertThat(worker.isAlive()).as(processes.log("w1")).isTrue();
  }

  @Test
  void schedulerWithManyThatNobodyDoes_hasRoomForTheNext() throws Exception {
    Process scheduler = processes.start("Scheduler", "s1");
    processes.start("JobWorker", "w1", "--heartbeat", "500ms");
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    JsonNode lists = list("[]");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      ids.add(plane.submit(job("nobody").payload(lists)));
    }
    ids.forEach(id -> plane.awaitState(id, JobState.PENDING));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    assertThat(scheduler.isAlive()).as(processes.log("s1")).isTrue();
  }

  /** Returns as many of a value as a payload may have. */
  private static JsonNode list(String value) {
    int count = Limits.PAYLOAD_BYTES / (value.length() + 1) - 1;
    return Json.mapper().readTree("[" + (value + ",").repeat(count - 1) + value + "]");
  }
}
