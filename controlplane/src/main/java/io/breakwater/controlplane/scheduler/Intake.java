package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.MessageRejectedException;
import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobProgress;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobResult;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.breakwater.controlplane.contract.Outcome;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.breakwater.controlplane.store.StageFailure;
import io.breakwater.controlplane.store.Streams;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What comes to the active scheduler: reads it on the threads that it comes on, and hands it to the
 * loop. A message of a stream is acknowledged when what it says is stored.
 */
final class Intake {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final String DURABLE = "scheduler";

  /** Long enough for a store that is slow, short enough for a successor to begin. */
  private static final Duration ACK_WAIT = Duration.ofSeconds(10);

  /** Of the largest size, they take 27 MiB. */
  private static final int UNDER_WAY = 96;

  /** Each outage, and each end of a scheduler, is a delivery to what it cut off. */
  private static final int MAX_DELIVER = 50;

  /** What a message may have around a payload or a result of the largest size. */
  private static final int ENVELOPE = 32 * 1024;

  static final ConsumerSpec SUBMISSIONS = consumer(Streams.SUBMIT);
  static final ConsumerSpec RESULTS = consumer(Streams.RESULT);

  private final Bus bus;
  private final Loop loop;
  private final JobBook book;
  private final Allocation allocation;
  private final Registry registry;

  Intake(Bus bus, Loop loop, JobBook book, Allocation allocation, Registry registry) {
    this.bus = bus;
    this.loop = loop;
    this.book = book;
    this.allocation = allocation;
    this.registry = registry;
  }

  private static ConsumerSpec consumer(Streams stream) {
    return ConsumerSpec.of(
            stream.stream(),
            ConsumerConfiguration.builder()
                .durable(DURABLE)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ACK_WAIT)
                .build(),
            Subjects.JOB_DEAD_LETTER)
        .withParallelism(UNDER_WAY)
        .withMaxDeliver(MAX_DELIVER);
  }

  /** Returns if a submission has a size that may be taken. */
  static boolean isTakenSize(byte[] submission) {
    return submission.length <= Limits.PAYLOAD_BYTES + ENVELOPE;
  }

  CompletionStage<?> onSubmit(Message message) {
    if (!isTakenSize(message.getData())) {
      throw new MessageRejectedException(
          "a job of "
              + message.getData().length
              + " bytes, expected a payload of at most "
              + Limits.PAYLOAD_BYTES);
    }
    JobRequest request = read(message, JobRequest.class);
    return onLoop(() -> book.accept(request));
  }

  CompletionStage<?> onResult(Message message) {
    JobResult result = bounded(read(message, JobResult.class));
    return onLoop(() -> book.result(result));
  }

  /** A result that would not fit into the record, or not be read again: the job ends without it. */
  private static JobResult bounded(JobResult result) {
    JsonNode value = result.result();
    if (value == null) {
      return result;
    }
    int bytes = Json.bytes(value).length;
    if (bytes > Limits.RESULT_BYTES) {
      return without(
          result,
          JobError.RESULT_TOO_LARGE,
          "a result of " + bytes + " bytes, expected at most " + Limits.RESULT_BYTES);
    }
    try {
      Json.check(value, "result");
      return result;
    } catch (ContractException e) {
      return without(result, JobError.RESULT_INVALID, e.getMessage());
    }
  }

  private static JobResult without(JobResult result, String code, @Nullable String why) {
    return new JobResult(
        result.version(),
        result.jobId(),
        result.attempt(),
        result.worker(),
        Outcome.REJECTED,
        null,
        JobError.of(code, why),
        result.startedAt(),
        result.endedAt());
  }

  private static <T> T read(Message message, Class<T> type) {
    try {
      return Json.readLean(message.getData(), type);
    } catch (ContractException e) {
      throw new MessageRejectedException("not a " + type.getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Completes when it is stored. */
  private CompletionStage<?> onLoop(Supplier<CompletionStage<?>> task) {
    CompletableFuture<Object> done = new CompletableFuture<>();
    // Whatever it throws goes to who waits: else the message would be under way for ever.
    loop.run(
        () ->
            CompletableFuture.completedStage(task)
                .thenCompose(Supplier::get)
                .whenComplete(
                    (value, failure) -> {
                      if (failure == null) {
                        done.complete(true);
                      } else {
                        done.completeExceptionally(rejection(failure));
                      }
                    }));
    return done;
  }

  private static Throwable rejection(Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    return cause instanceof ContractException
        ? new MessageRejectedException(String.valueOf(cause.getMessage()))
        : cause;
  }

  void onHeartbeat(Message message) {
    Heartbeat beat;
    try {
      beat = Json.read(message.getData(), Heartbeat.class);
    } catch (ContractException e) {
      log.debug("a heartbeat that is none: {}", e.getMessage());
      return;
    }
    WorkerStatus status = beat.worker();
    if (status != null) {
      loop.run(() -> heard(beat, status));
    }
  }

  private void heard(Heartbeat beat, WorkerStatus status) {
    WorkerState worker = registry.heard(beat, status, System.nanoTime());
    for (String key : status.running()) {
      int dot = key.lastIndexOf('.');
      if (dot > 0) {
        atWork(worker, key, key.substring(0, dot));
      }
    }
    if (status.slots() == 0 && status.running().isEmpty()) {
      allocation.givenBack(worker);
    }
    allocation.dispatchSoon();
  }

  /** A worker says what it does: it has begun with what it was given; the rest is in vain. */
  private void atWork(WorkerState worker, String key, String id) {
    OpenJob job = book.find(id);
    if (job == null || job.state == null) {
      return;
    }
    boolean latest = key.equals(Dispatch.key(id, job.attempt));
    if (latest && worker.id.equals(job.holder) && job.state == JobState.DISPATCHED) {
      book.running(id, job.attempt, worker.id);
    } else if (!latest || job.cancelRequested) {
      int attempt = number(key.substring(id.length() + 1));
      if (attempt > 0) {
        allocation.stop(worker.id, id, attempt);
      }
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  void onProgress(Message message) {
    try {
      JobProgress progress = Json.read(message.getData(), JobProgress.class);
      loop.run(() -> book.running(progress.jobId(), progress.attempt(), progress.worker()));
    } catch (ContractException e) {
      log.debug("a progress that is none: {}", e.getMessage());
    }
  }

  void onCancel(Message message) {
    String replyTo = message.getReplyTo();
    CancelRequest request;
    try {
      request = Json.readLean(message.getData(), CancelRequest.class);
    } catch (ContractException e) {
      reply(replyTo, CancelReply.invalid(String.valueOf(e.getMessage())));
      return;
    }
    loop.run(
        () ->
            loop.on(
                book.cancel(request),
                (answer, failure) ->
                    reply(
                        replyTo,
                        answer == null ? CancelReply.invalid(String.valueOf(failure)) : answer)));
  }

  private void reply(@Nullable String to, CancelReply answer) {
    if (to == null || to.isEmpty()) {
      return;
    }
    try {
      bus.publish(to, Json.bytes(answer));
    } catch (BusException e) {
      log.debug("an answer was not sent: {}", e.getMessage());
    }
  }
}
