package io.breakwater.controlplane;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobResult;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.breakwater.controlplane.contract.Outcome;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.worker.JobContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs of the largest size, in the heaps that {@code up} gives its services. */
@Timeout(180)
class LargeJobsTest {
  /** More than the heap holds, as text too. */
  private static final int MANY = 350;

  private static final JsonNode TEXT =
      Json.mapper().valueToTree("x".repeat(Limits.PAYLOAD_BYTES - 2));

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

  @Test
  void schedulerWithManyThatWaitForAnotherAttempt_hasRoomForTheNext() throws Exception {
    Process scheduler = processes.start("Scheduler", "s1");
    plane.started(
        plane
            .worker("w1")
            .slots(8)
            .on(
                "fail",
                job -> {
                  throw new IllegalStateException("not yet");
                })
            .on("echo", JobContext::payload));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ids.add(
          plane.submit(job("fail").payload(TEXT).retry(Duration.ofHours(1), Duration.ofHours(1))));
    }
    String last = ids.get(MANY - 1);
    await().ignoreExceptions().until(() -> String.valueOf(plane.record(last)).contains("not yet"));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    assertThat(scheduler.isAlive()).as(processes.log("s1")).isTrue();
  }

  @Test
  void schedulerOfAWorkerWithManySlots_hasRoomForTheNext_andKnowsWhatEachIs() throws Exception {
    Process scheduler = processes.start("Scheduler", "s1");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ids.add(plane.submit(job("strange").payload(TEXT)));
    }
    plane.awaitState(ids.get(MANY - 1), JobState.PENDING);
    WorkerStatus status =
        new WorkerStatus("default", List.of("strange"), Map.of(), MANY, List.of());
    plane
        .client()
        .publish(
            Subjects.HEARTBEAT,
            Json.bytes(new Heartbeat(1, "worker", "hand", 1, Instant.now(), 600_000, status)));
    plane.awaitState(ids.get(MANY - 1), JobState.DISPATCHED);
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    for (String id : List.of(ids.get(0), ids.get(MANY - 1))) {
      plane.sendResult(
          id,
          Json.bytes(
              new JobResult(
                  1, id, 1, "hand", Outcome.SUCCEEDED, TEXT, null, Instant.now(), Instant.now())));
      assertThat(plane.awaitState(id, JobState.SUCCEEDED).request().payload()).isEqualTo(TEXT);
    }
    String cancelled = ids.get(MANY - 2);
    assertThat(plane.cancel(cancelled).outcome()).isEqualTo(CancelReply.Result.REQUESTED);
    assertThat(scheduler.isAlive()).as(processes.log("s1")).isTrue();
  }

  @Test
  void engineWithManyLargeDefinitions_keepsThoseThatItHasRoomFor() throws Exception {
    Process engine = processes.start("WorkflowEngine", "e1");
    Documents<StoredWorkflow> workflows =
        new Documents<>(plane.client(), Bucket.WORKFLOWS, StoredWorkflow.class);
    Documents<RunRecord> runs = new Documents<>(plane.client(), Bucket.RUNS, RunRecord.class);
    Markers open = new Markers(plane.client(), Bucket.OPEN_RUNS);
    String lists = "[],".repeat(280_000) + "[]";
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String id = "large-" + i;
      JsonNode definition =
          Json.mapper()
              .readTree(
                  """
                  {"id": "%s", "steps": [
                    {"name": "release", "approval": true},
                    {"name": "do", "topic": "echo", "dependsOn": ["release"], "payload": [%s]}]}
                  """
                      .formatted(id, lists));
      Instant now = Instant.now();
      workflows
          .create(StoredWorkflow.key(id, 1), new StoredWorkflow(1, id, 1, "t", definition, now))
          .toCompletableFuture()
          .get();
      open.put(id).toCompletableFuture().get();
      runs.create(id, RunRecord.started(id, id, 1, "t", Json.mapper().nullNode(), now))
          .toCompletableFuture()
          .get();
      ids.add(id);
    }
    for (String id : ids) {
      await()
          .ignoreExceptions()
          .until(
              () ->
                  String.valueOf(runs.get(id).toCompletableFuture().get())
                      .contains(StepState.AWAITING_APPROVAL.name()));
    }
    assertThat(engine.isAlive()).as(processes.log("e1")).isTrue();
  }

  /** Returns as many of a value as a payload may have. */
  private static JsonNode list(String value) {
    int count = Limits.PAYLOAD_BYTES / (value.length() + 1) - 1;
    return Json.mapper().readTree("[" + (value + ",").repeat(count - 1) + value + "]");
  }
}
