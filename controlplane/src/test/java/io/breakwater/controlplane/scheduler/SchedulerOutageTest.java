package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.Transition;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Streams;
import io.breakwater.controlplane.store.Versioned;
import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.controlplane.worker.JobContext;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes away, and what becomes of jobs then. */
@Timeout(120)
class SchedulerOutageTest {
  private final Plane plane = new Plane();

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void brokerThatIsKilledUnderLoad_losesNoJob_andUsesUpNoAttempt() {
    plane.scheduler("scheduler-1");
    Map<String, Integer> calls = new ConcurrentHashMap<>();
    plane.started(
        plane
            .worker("w1")
            .slots(8)
            .on(
                "count",
                job -> {
                  calls.merge(job.jobId(), 1, Integer::sum);
                  Thread.sleep(20);
                  return job.payload();
                }));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(plane.submit(job("count")));
      if (i == 100) {
        plane.broker().server().kill();
        plane.broker().server().restart();
      }
    }
    for (String id : ids) {
      JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
      assertThat(done.attempt()).isEqualTo(1);
    }
    assertThat(calls.values()).allMatch(count -> count == 1);
    plane.awaitNothingOpen();
  }

  @Test
  void outageThatIsLongerThanTheLease_isGoneOnAfter_byTheSameScheduler() throws Exception {
    SchedulerService scheduler = plane.scheduler("scheduler-1");
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    String waiting = plane.submit(job("later"));
    plane.awaitState(waiting, JobState.PENDING);
    plane.broker().server().kill();
    await().until(() -> !scheduler.active());
    JobRequest held = job("echo").submittedAt(Instant.now());
    var unused =
        plane
            .client()
            .outbox()
            .send(Subjects.JOB_SUBMIT, Json.bytes(held), MessageId.of(held.id()));
    plane.broker().server().restart();
    assertThat(plane.awaitState(held.id(), JobState.SUCCEEDED).attempt()).isEqualTo(1);
    await().until(() -> scheduler.openJobs() == 1);
    plane.started(plane.worker("w2").on("later", JobContext::payload));
    plane.awaitState(waiting, JobState.SUCCEEDED);
    byte[] lease =
        plane
            .client()
            .connection()
            .keyValue(Bucket.LEASES.bucketName())
            .get("scheduler")
            .getValue();
    assertThat(Json.mapper().readTree(lease).path("term").intValue()).isEqualTo(1);
  }

  @Test
  void workerThatIsHeardOfSomeTimeAfterALongOutage_hasNotLostItsJob() {
    plane.scheduler("scheduler-1");
    String id = plane.submit(job("strange").maxAttempts(1));
    await()
        .until(
            () -> {
              beat("hand", Duration.ofSeconds(2));
              JobRecord record = plane.record(id);
              return record != null && record.state() == JobState.DISPATCHED;
            });
    plane.broker().server().kill();
    // Longer than three heartbeats: only what comes after the outage can save it.
    sleep(Duration.ofSeconds(7));
    plane.broker().server().restart();
    await().until(() -> plane.client().health().connected());
    sleep(Duration.ofMillis(1_500));
    beat("hand", Duration.ofMinutes(1));
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    assertThat(plane.record(id))
        .satisfies(
            there -> {
              assertThat(there.state()).as("%s", there).isEqualTo(JobState.DISPATCHED);
              assertThat(there.worker()).isEqualTo("hand");
            });
  }

  private void beat(String worker, Duration interval) {
    WorkerStatus status = new WorkerStatus("default", List.of("strange"), Map.of(), 10, List.of());
    plane
        .client()
        .publish(
            Subjects.HEARTBEAT,
            Json.bytes(
                new Heartbeat(1, "worker", worker, 1, Instant.now(), interval.toMillis(), status)));
  }

  @Test
  void resultOfAJobThatRanThroughAnOutage_counts() {
    plane.scheduler("scheduler-1");
    plane.started(plane.worker("w1").on("sleep", BuiltIn.SLEEP.handler()));
    String id =
        plane.submit(
            job("sleep").maxAttempts(1).payload(Json.mapper().readTree("{\"millis\": 1500}")));
    plane.awaitState(id, JobState.RUNNING);
    plane.broker().server().kill();
    sleep(Duration.ofSeconds(3));
    plane.broker().server().restart();
    assertThat(plane.awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(1);
  }

  /**
   * Waits until the scheduler has acknowledged all jobs. A record is there a moment before the
   * scheduler hears that it is; one that never hears writes it again, to whatever broker comes.
   */
  private void awaitTaken() {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              ConsumerInfo scheduler =
                  plane
                      .client()
                      .connection()
                      .jetStreamManagement()
                      .getConsumerInfo(Streams.SUBMIT.stream(), "scheduler");
              return scheduler.getNumPending() == 0 && scheduler.getNumAckPending() == 0;
            });
  }

  @Test
  void brokerThatForgotEverything_isWorkedOnAgain() {
    plane.scheduler("scheduler-1");
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    String before = plane.submit(job("nobody"));
    plane.awaitState(before, JobState.PENDING);
    awaitTaken();
    plane.broker().server().kill();
    plane.broker().server().wipe();
    plane.broker().server().restart();
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    assertThat(plane.record(before)).isNull();
    plane.awaitNothingOpen();
  }

  @Test
  void workerThatVanishes_losesItsJobs_afterThreeHeartbeats() {
    SchedulerService scheduler = plane.scheduler("scheduler-1");
    CountDownLatch never = new CountDownLatch(1);
    Bus gone = plane.bus("w1");
    io.breakwater.controlplane.worker.Worker.named(gone, "w1")
        .heartbeat(Duration.ofMillis(500))
        .on(
            "echo",
            job -> {
              never.await();
              return null;
            })
        .start();
    String id = plane.submit(job("echo"));
    plane.awaitState(id, JobState.RUNNING);
    gone.close();
    plane.started(plane.worker("w2").on("echo", JobContext::payload));
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.worker()).isEqualTo("w2");
    assertThat(done.history())
        .extracting(Transition::reason)
        .containsAnyOf(JobError.WORKER_LOST, JobError.WORKER_STOPPED);
    await().until(() -> scheduler.workers() == 1);
  }

  @Test
  void successor_takesOverWhatIsOpen() {
    SchedulerService first = plane.scheduler("scheduler-1");
    await().until(first::active);
    SchedulerService second = plane.scheduler("scheduler-2");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ids.add(plane.submit(job("later")));
    }
    ids.forEach(id -> plane.awaitState(id, JobState.PENDING));
    first.close();
    await().until(() -> second.active() && second.openJobs() == 50);
    assertThat(first.openJobs()).isZero();
    plane.started(plane.worker("w1").on("later", JobContext::payload));
    ids.forEach(id -> plane.awaitState(id, JobState.SUCCEEDED));
    plane.awaitNothingOpen();
  }

  @Test
  void whatAnotherWroteMeanwhile_isNotOverwritten_butWorkedOn() throws Exception {
    SchedulerService scheduler = plane.scheduler("scheduler-1");
    String id = plane.submit(job("echo"));
    JobRecord pending = plane.awaitState(id, JobState.PENDING);
    Documents<JobRecord> jobs = new Documents<>(plane.client(), Bucket.JOBS, JobRecord.class);
    Versioned<JobRecord> there = jobs.get(id).toCompletableFuture().get().orElseThrow();
    // As a predecessor might that stood still: a job is given to a worker nobody else knows of.
    jobs.update(
            id,
            JobTransitions.dispatched(pending, "phantom", Instant.now()).orElseThrow(),
            there.revision())
        .toCompletableFuture()
        .get();
    assertThat(
            jobs.update(id, pending, there.revision())
                .handle((revision, failure) -> failure)
                .toCompletableFuture()
                .get())
        .hasRootCauseInstanceOf(ConflictException.class);
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.attempt()).isEqualTo(2);
    assertThat(done.history()).extracting(Transition::worker).contains("phantom", "w1");
    assertThat(scheduler.active()).isTrue();
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
