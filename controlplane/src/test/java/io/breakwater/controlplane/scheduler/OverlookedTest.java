package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.MessageId;
import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Streams;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Submissions that are acknowledged though no scheduler has had them. */
@Timeout(120)
class OverlookedTest {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static void acknowledgeAll(Plane plane, int count, Consumer<Message> taken)
      throws Exception {
    JetStreamSubscription durable =
        plane
            .client()
            .connection()
            .jetStream()
            .subscribe(null, PullSubscribeOptions.bind(Streams.SUBMIT.stream(), "scheduler"));
    int left = count;
    while (left > 0) {
      for (Message message : durable.fetch(left, WAIT)) {
        taken.accept(message);
        message.ackSync(WAIT);
        left--;
      }
    }
    durable.unsubscribe();
  }

  @Test
  void moreThanALookReads_isSeenInOneLook_ifItWasTaken() throws Exception {
    int count = 3_000;
    try (Plane plane = new Plane()) {
      List<CompletableFuture<?>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sent.add(
            plane
                .client()
                .outbox()
                .send(Subjects.JOB_SUBMIT, new byte[] {1}, MessageId.of("m" + i))
                .toCompletableFuture());
      }
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
      Overlooked overlooked =
          new Overlooked(
              plane.client(),
              Documents.lean(plane.client(), Bucket.JOBS, JobRecord.class),
              request -> CompletableFuture.completedStage(null));
      plane
          .client()
          .connection()
          .jetStreamManagement()
          .addOrUpdateConsumer(Intake.SUBMISSIONS.stream(), Intake.SUBMISSIONS.consumer());
      acknowledgeAll(plane, count, overlooked::taken);
      overlooked.look();
      assertThat(overlooked.seen()).isEqualTo(count);
    }
  }

  /** It had a dead letter, and was run all the same. */
  @Test
  void submissionThatIsTooLarge_isNotTaken() throws Exception {
    try (Plane plane = new Plane()) {
      plane
          .client()
          .connection()
          .jetStreamManagement()
          .addOrUpdateConsumer(Intake.SUBMISSIONS.stream(), Intake.SUBMISSIONS.consumer());
      JobRequest large =
          Plane.job("echo")
              .payload(Json.mapper().valueToTree("x".repeat(400_000)))
              .submittedAt(Instant.now());
      plane.send(large.id(), Json.bytes(large));
      List<JobRequest> accepted = new ArrayList<>();
      Overlooked overlooked =
          new Overlooked(
              plane.client(),
              Documents.lean(plane.client(), Bucket.JOBS, JobRecord.class),
              request -> {
                accepted.add(request);
                return CompletableFuture.completedStage(null);
              });
      acknowledgeAll(plane, 1, message -> {});
      overlooked.look();
      assertThat(overlooked.seen()).isEqualTo(1);
      assertThat(accepted).isEmpty();
    }
  }

  @Test
  void areTakenByTheNextScheduler_andWhatWasDoneIsNotDoneAgain() throws Exception {
    try (Plane plane = new Plane()) {
      List<String> done = new ArrayList<>();
      plane.started(
          plane
              .worker("w1")
              .on(
                  "echo",
                  job -> {
                    synchronized (done) {
                      done.add(job.jobId());
                    }
                    return job.payload();
                  }));
      SchedulerService first = plane.scheduler("s1");
      String before = plane.submit(Plane.job("echo"));
      plane.awaitState(before, JobState.SUCCEEDED);
      first.close();

      List<String> skipped = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        skipped.add(plane.submit(Plane.job("echo")));
      }
      plane.send("garbage", new byte[] {1});
      acknowledgeAll(plane, 4, message -> {});
      assertThat(plane.record(skipped.get(0))).as("nobody had it").isNull();

      plane.scheduler("s2");
      for (String id : skipped) {
        plane.awaitState(id, JobState.SUCCEEDED);
      }
      String after = plane.submit(Plane.job("echo"));
      plane.awaitState(after, JobState.SUCCEEDED);
      plane.awaitNothingOpen();
      synchronized (done) {
        assertThat(done).hasSize(5).contains(before, after).containsAll(skipped);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          plane
                              .client()
                              .connection()
                              .jetStreamManagement()
                              .getStreamInfo(Streams.SUBMIT.stream())
                              .getStreamState()
                              .getMsgCount())
                      .as("all have been looked at, and go")
                      .isZero());
    }
  }
}
