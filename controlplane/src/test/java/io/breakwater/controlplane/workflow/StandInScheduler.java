package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.controlplane.TestBroker;
import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.StoreException;
import io.breakwater.controlplane.store.Streams;
import io.breakwater.controlplane.store.Versioned;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Stands in for scheduler and workers: writes the records that they would. Topic {@code echo}
 * succeeds with its payload, {@code fail} fails, {@code hold} waits until it is cancelled or
 * released by {@link #finish}.
 */
final class StandInScheduler implements AutoCloseable {
  final List<JobRequest> seen = new CopyOnWriteArrayList<>();
  final List<CancelRequest> cancelled = new CopyOnWriteArrayList<>();
  private final Bus bus;
  private final Documents<JobRecord> jobs;
  private final BusConsumer consumer;

  StandInScheduler(Bus bus) {
    this.bus = bus;
    jobs = new Documents<>(bus, Bucket.JOBS, JobRecord.class);
    consumer =
        bus.jetStream()
            .consume(
                ConsumerSpec.of(
                        Streams.SUBMIT.stream(),
                        ConsumerConfiguration.builder().durable("scheduler").build(),
                        Subjects.JOB_DEAD_LETTER)
                    .withMaxDeliver(1_000)
                    .withRetry(Duration.ofMillis(50), Duration.ofMillis(200)),
                this::submitted);
    bus.subscribe(Subjects.JOB_CANCEL, this::cancel);
  }

  private void submitted(Message message) throws Exception {
    JobRequest request = Json.read(message.getData(), JobRequest.class);
    try {
      var unused =
          RunStore.await(
              jobs.create(request.id(), JobTransitions.accepted(request, Instant.now())));
      seen.add(request);
    } catch (ConflictException e) {
      JobRecord there = RunStore.await(jobs.get(request.id())).orElseThrow().value();
      if (there.state().terminal() || there.request().topic().equals("hold")) {
        return;
      }
    }
    switch (request.topic()) {
      case "echo" -> end(request.id(), JobState.SUCCEEDED, request.payload());
      case "fail" -> end(request.id(), JobState.FAILED, null);
      default -> {}
    }
  }

  /** Ends a job, unless it has ended. */
  void end(String id, JobState state, @Nullable JsonNode result) throws InterruptedException {
    Versioned<JobRecord> at = RunStore.await(jobs.get(id)).orElseThrow();
    JobRecord job = at.value();
    if (job.state().terminal()) {
      return;
    }
    JobRecord ended =
        new JobRecord(
            1,
            job.request(),
            state,
            1,
            0,
            "w1",
            state == JobState.SUCCEEDED ? result : null,
            state == JobState.SUCCEEDED ? null : JobError.of("handler-failed", "boom"),
            job.history(),
            false,
            null,
            job.createdAt(),
            Instant.now());
    var unused = RunStore.await(jobs.update(id, ended, at.revision()));
  }

  /** Ends a job that is held, once it is there. */
  void finish(String id, JobState state) {
    TestBroker.await()
        .ignoreExceptionsMatching(
            e -> e instanceof StoreException || e instanceof CompletionException)
        .until(() -> RunStore.await(jobs.get(id)).isPresent());
    TestBroker.await()
        .ignoreExceptions()
        .until(
            () -> {
              end(id, state, Json.mapper().nullNode());
              return true;
            });
  }

  private void cancel(Message message) throws Exception {
    CancelRequest request = Json.read(message.getData(), CancelRequest.class);
    cancelled.add(request);
    if (RunStore.await(jobs.get(request.jobId())).isEmpty()) {
      reply(message, CancelReply.of(CancelReply.Result.UNKNOWN_JOB, null));
      return;
    }
    end(request.jobId(), JobState.CANCELLED, null);
    reply(message, CancelReply.of(CancelReply.Result.CANCELLED, JobState.CANCELLED));
  }

  private void reply(Message message, CancelReply reply) {
    bus.publish(message.getReplyTo(), Json.bytes(reply));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
