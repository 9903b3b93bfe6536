package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Transition;
import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.controlplane.worker.JobContext;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** One scheduler, one broker, workers: what becomes of jobs. */
@Timeout(120)
class JobLifeTest {
  private final Plane plane = new Plane();
  private final SchedulerService scheduler = plane.scheduler("scheduler-1");

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void submit_dispatch_run_done() {
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    JsonNode payload = Json.mapper().readTree("{\"a\": [1, null, \"ü\"]}");
    String id = plane.submit(job("echo").payload(payload));
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.result()).isEqualTo(payload);
    assertThat(done.worker()).isEqualTo("w1");
    assertThat(done.history())
        .extracting(Transition::state)
        .containsExactly(
            JobState.PENDING, JobState.DISPATCHED, JobState.RUNNING, JobState.SUCCEEDED);
    plane.awaitNothingOpen();
    assertThat(scheduler.openJobs()).isZero();
  }

  @Test
  void manyJobs_areAllDone_onBothWorkers() {
    AtomicInteger one = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    plane.started(plane.worker("w1").slots(4).on("count", job -> counted(one, job)));
    plane.started(plane.worker("w2").slots(4).on("count", job -> counted(other, job)));
    await().until(() -> scheduler.workers() == 2);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      ids.add(plane.submit(job("count")));
    }
    ids.forEach(id -> plane.awaitState(id, JobState.SUCCEEDED));
    assertThat(one.get() + other.get()).isEqualTo(300);
    assertThat(one.get()).isBetween(50, 250);
    plane.awaitNothingOpen();
  }

  @Test
  void sameJobTwice_isDoneOnce() {
    AtomicInteger calls = new AtomicInteger();
    plane.started(plane.worker("w1").on("count", job -> counted(calls, job)));
    JobRequest request = job("count").submittedAt(Instant.now());
    plane.send(request.id(), Json.bytes(request));
    plane.awaitState(request.id(), JobState.SUCCEEDED);
    // Another message id: the stream takes it, as it would long after the first.
    plane.send(request.id() + "-again", Json.bytes(request));
    plane.send(request.id() + "-and-again", Json.bytes(request));
    String last = plane.submit(job("count"));
    plane.awaitState(last, JobState.SUCCEEDED);
    assertThat(calls).hasValue(2);
    plane.awaitNothingOpen();
  }

  @Test
  void failures_areTriedAgainLater_untilOneSucceeds() {
    plane.started(plane.worker("w1").on("fail", BuiltIn.FAIL.handler()));
    String id = plane.submit(job("fail").payload(Json.mapper().readTree("{\"times\": 2}")));
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.attempt()).isEqualTo(3);
    assertThat(done.history().stream().filter(t -> t.state() == JobState.PENDING))
        .extracting(Transition::reason)
        .containsExactly(null, JobError.HANDLER_FAILED, JobError.HANDLER_FAILED);
    assertThat(plane.deadLetters()).isEmpty();
  }

  @Test
  void jobThatAlwaysFails_isADeadLetter_withItsReason() {
    plane.started(plane.worker("w1").on("fail", BuiltIn.FAIL.handler()));
    String id =
        plane.submit(job("fail").payload(Json.mapper().readTree("{\"message\": \"no disk\"}")));
    JobRecord failed = plane.awaitState(id, JobState.FAILED);
    assertThat(failed.attempt()).isEqualTo(3);
    await().until(() -> plane.deadLetters().size() == 1);
    DeadLetter letter = Json.read(plane.deadLetters().get(0).getData(), DeadLetter.class);
    assertThat(letter.job().id()).isEqualTo(id);
    assertThat(letter.reason()).isEqualTo("handler-failed: no disk (attempt 3 of 3)");
    plane.awaitNothingOpen();
  }

  @Test
  void jobThatIsRejected_isNotTriedAgain() {
    plane.started(plane.worker("w1").on("fail", BuiltIn.FAIL.handler()));
    String id = plane.submit(job("fail").payload(Json.mapper().readTree("{\"permanent\": true}")));
    assertThat(plane.awaitState(id, JobState.FAILED).attempt()).isEqualTo(1);
  }

  @Test
  void cancelOfAPendingJob_endsIt_andItNeverRuns() throws Exception {
    String id = plane.submit(job("later"));
    plane.awaitState(id, JobState.PENDING);
    assertThat(plane.cancel(id))
        .isEqualTo(CancelReply.of(CancelReply.Result.CANCELLED, JobState.CANCELLED));
    assertThat(plane.cancel(id).outcome()).isEqualTo(CancelReply.Result.ALREADY_ENDED);
    AtomicInteger calls = new AtomicInteger();
    plane.started(plane.worker("w1").on("later", job -> counted(calls, job)));
    plane.awaitState(plane.submit(job("later")), JobState.SUCCEEDED);
    assertThat(calls).hasValue(1);
    assertThat(plane.state(id)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void cancelOfAJobAtWork_interruptsItsHandler() throws Exception {
    plane.started(plane.worker("w1").on("sleep", BuiltIn.SLEEP.handler()));
    String id = plane.submit(job("sleep").payload(Json.mapper().readTree("{\"millis\": 60000}")));
    plane.awaitState(id, JobState.RUNNING);
    assertThat(plane.cancel(id).outcome()).isEqualTo(CancelReply.Result.REQUESTED);
    assertThat(plane.awaitState(id, JobState.CANCELLED).attempt()).isEqualTo(1);
    plane.awaitNothingOpen();
  }

  @Test
  void cancelOfAJobThatNoSchedulerHasTakenYet_endsIt_andItsSubmissionChangesNothing()
      throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    plane.started(
        plane
            .worker("w1")
            .on(
                "echo",
                job -> {
                  ran.add(job.jobId());
                  return job.payload();
                }));
    JobRequest job = job("echo").submittedAt(Instant.now());
    await()
        .ignoreExceptions()
        .until(() -> plane.cancelUntaken(job).outcome() == CancelReply.Result.CANCELLED);
    plane.send(job.id(), Json.bytes(job));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    assertThat(plane.state(job.id())).isEqualTo(JobState.CANCELLED);
    assertThat(plane.cancelUntaken(job).outcome()).isEqualTo(CancelReply.Result.ALREADY_ENDED);
    assertThat(ran).hasSize(1).doesNotContain(job.id());
    plane.awaitNothingOpen();
  }

  @Test
  void cancelOfWhatIsNotThere_orNotAnId_isAnswered() throws Exception {
    await().until(scheduler::active);
    await()
        .ignoreExceptions()
        .until(() -> plane.cancel("j-none").outcome() == CancelReply.Result.UNKNOWN_JOB);
    Message answer =
        plane
            .client()
            .request(
                "sys.job.cancel",
                "{\"jobId\":\"..\"}".getBytes(StandardCharsets.UTF_8),
                Duration.ofSeconds(10))
            .toCompletableFuture()
            .get();
    assertThat(Json.read(answer.getData(), CancelReply.class).outcome())
        .isEqualTo(CancelReply.Result.INVALID);
  }

  @Test
  void attemptThatTakesTooLong_isStopped_andCounts() {
    plane.started(plane.worker("w1").on("sleep", BuiltIn.SLEEP.handler()));
    String id =
        plane.submit(
            job("sleep")
                .timeout(Duration.ofMillis(200))
                .maxAttempts(2)
                .payload(Json.mapper().readTree("{\"millis\": 60000}")));
    JobRecord late = plane.awaitState(id, JobState.TIMED_OUT);
    assertThat(late.attempt()).isEqualTo(2);
    assertThat(plane.awaitError(id, JobState.TIMED_OUT)).isEqualTo(JobError.TIMEOUT);
    await().until(() -> plane.deadLetters().size() == 1);
  }

  @Test
  void handlerThatHeedsNoInterrupt_isGivenUpAfterTheGrace() {
    CountDownLatch end = new CountDownLatch(1);
    plane.started(
        plane
            .worker("w1")
            .on(
                "stubborn",
                job -> {
                  while (end.getCount() > 0) {
                    Thread.onSpinWait();
                    Thread.interrupted();
                    sleepStubbornly();
                  }
                  return null;
                }));
    String id = plane.submit(job("stubborn").timeout(Duration.ofMillis(200)).maxAttempts(1));
    assertThat(plane.awaitError(id, JobState.TIMED_OUT)).isEqualTo(JobError.TIMEOUT);
    end.countDown();
  }

  @Test
  void deadline_endsAJobThatNobodyDoes() {
    String id = plane.submit(job("nobody").deadline(Instant.now().plusMillis(500)));
    assertThat(plane.awaitError(id, JobState.TIMED_OUT)).isEqualTo(JobError.DEADLINE);
    plane.awaitNothingOpen();
  }

  @Test
  void higherPriority_isFirst() {
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int priority : new int[] {1, 5, 9, 5, 0}) {
      ids.add(
          plane.submit(
              job("rank").priority(priority).payload(Json.mapper().valueToTree(priority))));
    }
    ids.forEach(id -> plane.awaitState(id, JobState.PENDING));
    plane.started(
        plane
            .worker("w1")
            .slots(1)
            .on(
                "rank",
                job -> {
                  order.add(job.payload().asInt());
                  return null;
                }));
    ids.forEach(id -> plane.awaitState(id, JobState.SUCCEEDED));
    assertThat(order).containsExactly(9, 5, 5, 1, 0);
  }

  @Test
  void requirements_areMetByLabels_andOtherJobsDoNotWaitForThem() {
    plane.started(plane.worker("plain").on("echo", JobContext::payload));
    String gpu = plane.submit(job("echo").requirements(Map.of("gpu", "yes")));
    String any = plane.submit(job("echo"));
    assertThat(plane.awaitState(any, JobState.SUCCEEDED).worker()).isEqualTo("plain");
    assertThat(plane.state(gpu)).isEqualTo(JobState.PENDING);
    plane.started(
        plane.worker("rich").labels(Map.of("gpu", "yes")).on("echo", JobContext::payload));
    assertThat(plane.awaitState(gpu, JobState.SUCCEEDED).worker()).isEqualTo("rich");
  }

  @Test
  void workerThatStops_givesBackWhatItCannotFinish_withoutUsingAnAttemptUp() {
    var first = plane.started(plane.worker("w1").slots(1).on("sleep", BuiltIn.SLEEP.handler()));
    String id =
        plane.submit(
            job("sleep").maxAttempts(1).payload(Json.mapper().readTree("{\"millis\": 3000}")));
    plane.awaitState(id, JobState.RUNNING);
    assertThat(first.close(Duration.ofMillis(50))).isFalse();
    plane.awaitState(id, JobState.PENDING);
    plane.started(plane.worker("w2").on("sleep", BuiltIn.SLEEP.handler()));
    assertThat(plane.awaitState(id, JobState.SUCCEEDED).worker()).isEqualTo("w2");
  }

  @Test
  void unreadableSubmissions_areDeadLetters_andBlockNobody() {
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    plane.send("garbage-1", "{\"version\":1,".getBytes(StandardCharsets.UTF_8));
    plane.send("garbage-2", new byte[] {(byte) 0xff, 0, 1});
    plane.send("garbage-3", "null".getBytes(StandardCharsets.UTF_8));
    plane.send(
        "garbage-4",
        "{\"version\":1,\"id\":\"a..b\",\"topic\":\"echo\"}".getBytes(StandardCharsets.UTF_8));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    await().until(() -> plane.deadLetters().size() == 4);
    assertThat(plane.deadLetters())
        .extracting(letter -> letter.getHeaders().getFirst("Breakwater-Reason"))
        .allMatch(reason -> reason.startsWith("rejected: not a JobRequest: "));
  }

  private static JsonNode counted(AtomicInteger calls, JobContext job) {
    calls.incrementAndGet();
    return job.payload();
  }

  private static void sleepStubbornly() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      // As a handler would that swallows it.
    }
  }
}
