package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.ServiceProcesses;
import io.breakwater.controlplane.TestBroker;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.controlplane.worker.JobContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Jobs for which something throws: no other one may wait for them. */
@Timeout(120)
class BadJobsTest {
  /** More than are taken in at a time. */
  private static final int MANY = 40;

  private static final Instant NEVER = Instant.parse("+999999999-12-31T23:59:59Z");

  private final Plane plane = new Plane();

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void deadlineThatNoLongHolds_isADeadLetter_andTheIntakeGoesOn() {
    plane.scheduler("scheduler-1");
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    for (int i = 0; i < MANY; i++) {
      JobRequest request = job("echo").submittedAt(Instant.now());
      ObjectNode far = Json.mapper().valueToTree(request);
      far.put("deadline", NEVER.toString());
      plane.send(request.id(), Json.bytes(far));
    }
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    await().until(() -> plane.deadLetters().size() == MANY);
    plane.awaitNothingOpen();
  }

  /** It was given away again and again, before all others of its tenant. */
  @Test
  void jobWhoseRecordIsGone_doesNotStandInTheWay() {
    SchedulerService scheduler = plane.scheduler("scheduler-1");
    Documents<JobRecord> jobs = new Documents<>(plane.client(), Bucket.JOBS, JobRecord.class);
    for (int i = 0; i < 3; i++) {
      String id = plane.submit(job("echo"));
      plane.awaitState(id, JobState.PENDING);
      long revision = jobs.get(id).toCompletableFuture().join().orElseThrow().revision();
      jobs.delete(id, revision).toCompletableFuture().join();
    }
    String last = plane.submit(job("echo"));
    plane.started(plane.worker("w1").slots(1).on("echo", JobContext::payload));
    plane.awaitState(last, JobState.SUCCEEDED);
    await().until(() -> scheduler.openJobs() == 0);
  }

  @Test
  void openJobThatWaitsForEver_doesNotKeepASuccessorFromWork() throws Exception {
    String never = stored(waitingUntil(NEVER));
    SchedulerService successor = plane.scheduler("scheduler-2");
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    await().until(() -> successor.openJobs() == 1);
    assertThat(plane.state(never)).isEqualTo(JobState.PENDING);
  }

  @Test
  void whatThrowsForSomeJobs_keepsNoOtherFromItsEnd_andTheyEndWhenItThrowsNoMore() {
    Bus bus = plane.bus("scheduler-1");
    Provisioning.ensure(bus).toCompletableFuture().join();
    AtomicInteger calls = new AtomicInteger();
    RandomGenerator broken =
        () -> {
          if (calls.incrementAndGet() <= MANY) {
            throw new IllegalStateException("no randomness");
          }
          return 0;
        };
    Term term =
        new Term(
            bus,
            new Documents<>(bus, Bucket.JOBS, JobRecord.class),
            new Markers(bus, Bucket.OPEN_JOBS),
            Plane.QUICK,
            "scheduler-1",
            broken,
            new Tally(),
            () -> true);
    term.start();
    try {
      plane.started(plane.worker("w1").slots(8).on("echo", BuiltIn.ECHO.handler()));
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < MANY + 10; i++) {
        ids.add(plane.submit(job("echo").maxAttempts(10)));
      }
      ids.forEach(id -> plane.awaitState(id, JobState.SUCCEEDED));
      assertThat(calls.get()).isGreaterThan(MANY);
      plane.awaitNothingOpen();
    } finally {
      term.close();
    }
  }

  @Test
  void successorOfAKilledScheduler_worksOn_thoughARecordCannotBeRead_andPutsThatAside(
      @TempDir Path folder) throws Exception {
    try (ServiceProcesses processes = new ServiceProcesses(folder, plane.broker().server().url())) {
      Process first = processes.start("Scheduler", "s1");
      List<String> waiting = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiting.add(plane.submit(job("later")));
      }
      waiting.forEach(id -> plane.awaitState(id, JobState.PENDING));
      byte[] record = Json.bytes(Json.mapper().valueToTree(waitingUntil(Instant.now())));
      String tooDeep =
          new String(record, UTF_8)
              .replace("\"payload\":null", "\"payload\":" + "[".repeat(198) + "]".repeat(198));
      unreadable("j-deep", tooDeep.getBytes(UTF_8));
      unreadable("j-garbage", "not JSON".getBytes(UTF_8));
      stored(waitingUntil(NEVER));
      first.destroyForcibly();
      plane.scheduler("scheduler-2");
      plane.started(plane.worker("w1").on("later", JobContext::payload));
      waiting.forEach(id -> plane.awaitState(id, JobState.SUCCEEDED));
    }
    Markers markers = new Markers(plane.client(), Bucket.OPEN_JOBS);
    await().until(() -> markers.list(TestBroker.LIMIT).size() == 1);
    assertThat(plane.deadLetters())
        .hasSize(2)
        .extracting(letter -> letter.getHeaders().getFirst("Breakwater-Reason"))
        .allMatch(reason -> reason.startsWith("unreadable: jobs/j-"));
  }

  private void unreadable(String id, byte[] value) throws Exception {
    plane.client().connection().keyValue(Bucket.JOBS.bucketName()).put(id, value);
    new Markers(plane.client(), Bucket.OPEN_JOBS).put(id).toCompletableFuture().get();
  }

  private static JobRecord waitingUntil(Instant at) {
    JobRecord fresh =
        JobTransitions.accepted(job("nobody").submittedAt(Instant.now()), Instant.now());
    ObjectNode waiting = Json.mapper().valueToTree(fresh);
    waiting.put("nextAttemptAt", at.toString());
    return Json.convert(waiting, JobRecord.class);
  }

  /** Stores an open job, as a scheduler before did. */
  private String stored(JobRecord record) throws Exception {
    Documents<JobRecord> jobs = new Documents<>(plane.client(), Bucket.JOBS, JobRecord.class);
    jobs.create(record.id(), record).toCompletableFuture().get();
    new Markers(plane.client(), Bucket.OPEN_JOBS).put(record.id()).toCompletableFuture().get();
    return record.id();
  }
}
