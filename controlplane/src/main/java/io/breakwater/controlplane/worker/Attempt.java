package io.breakwater.controlplane.worker;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobResult;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.breakwater.controlplane.contract.Outcome;
import io.breakwater.controlplane.contract.Protocol;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One attempt on the thread of its handler; it is done once, however often it is given. */
final class Attempt {
  private final Dispatch dispatch;
  private final String worker;
  private final CompletableFuture<Said> result = new CompletableFuture<>();
  private @Nullable Thread thread;
  private @Nullable Outcome stopped;

  Attempt(Dispatch dispatch, String worker) {
    this.dispatch = dispatch;
    this.worker = worker;
  }

  Dispatch dispatch() {
    return dispatch;
  }

  /** Completes with the result, for other deliveries of the same attempt. */
  CompletableFuture<Said> said() {
    return result;
  }

  /** Ends the attempt, if its handler heeds the interrupt. */
  synchronized void stop(Outcome why) {
    if (!result.isDone() && stopped == null) {
      stopped = why;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** Calls the handler on this thread. Never throws what the handler throws. */
  Said run(@Nullable JobHandler handler) {
    Instant started = Instant.now();
    Said ended = Said.of(ended(handler, started));
    synchronized (this) {
      thread = null;
    }
    result.complete(ended);
    return ended;
  }

  private JobResult ended(@Nullable JobHandler handler, Instant started) {
    if (handler == null) {
      return of(
          Outcome.FAILED,
          null,
          JobError.of(JobError.UNKNOWN_TOPIC, "no handler for " + dispatch.topic()),
          started);
    }
    try {
      if (begin()) {
        return succeeded(handler.handle(context()), started);
      }
      return failed(new InterruptedException("stopped before it began"), started);
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException) {
        stopIfNobodyDid();
      }
      return failed(e, started);
    }
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return stopped == null;
  }

  /** An interrupt that is not one of ours comes from the consumer, which is being closed. */
  private synchronized void stopIfNobodyDid() {
    if (stopped == null) {
      stopped = Outcome.RETURNED;
    }
  }

  private JobContext context() {
    return new JobContext(
        dispatch.jobId(),
        dispatch.attempt(),
        worker,
        dispatch.topic(),
        dispatch.payload(),
        dispatch.labels(),
        dispatch.deadline());
  }

  private JobResult succeeded(@Nullable JsonNode value, Instant started) {
    JsonNode result = value == null ? JsonNodeFactory.instance.nullNode() : value;
    try {
      Json.check(result, "result");
    } catch (ContractException e) {
      return of(
          Outcome.REJECTED, null, JobError.of(JobError.RESULT_INVALID, e.getMessage()), started);
    }
    int bytes = Json.bytes(result).length;
    if (bytes > Limits.RESULT_BYTES) {
      return of(
          Outcome.REJECTED,
          null,
          JobError.of(
              JobError.RESULT_TOO_LARGE,
              "a result of " + bytes + " bytes, expected at most " + Limits.RESULT_BYTES),
          started);
    }
    return of(Outcome.SUCCEEDED, result, null, started);
  }

  private synchronized JobResult failed(Throwable cause, Instant started) {
    Outcome why = stopped;
    if (why == null) {
      Outcome outcome = cause instanceof JobRejectedException ? Outcome.REJECTED : Outcome.FAILED;
      return of(outcome, null, JobError.of(JobError.HANDLER_FAILED, text(cause)), started);
    }
    return switch (why) {
      case TIMED_OUT ->
          of(
              why,
              null,
              JobError.of(JobError.TIMEOUT, "stopped after " + dispatch.timeoutMillis() + " ms"),
              started);
      case RETURNED ->
          of(why, null, JobError.of(JobError.WORKER_STOPPED, "the worker stopped"), started);
      default -> of(why, null, JobError.of(JobError.CANCELLED, "stopped on request"), started);
    };
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private JobResult of(
      Outcome outcome, @Nullable JsonNode value, @Nullable JobError error, Instant started) {
    return new JobResult(
        Protocol.VERSION,
        dispatch.jobId(),
        dispatch.attempt(),
        worker,
        outcome,
        value,
        error,
        started,
        Instant.now());
  }
}
