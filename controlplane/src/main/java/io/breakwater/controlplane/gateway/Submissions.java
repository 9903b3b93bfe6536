package io.breakwater.controlplane.gateway;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.MessageDroppedException;
import io.breakwater.client.MessageExpiredException;
import io.breakwater.client.MessageId;
import io.breakwater.client.MessageTooLargeException;
import io.breakwater.client.Receipt;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands jobs over, and says what may be promised of each.
 *
 * <p>Accepted is what the stream has acknowledged, or what the outbox has on disk. Refused is what
 * was never sent, or what the stream has turned down. There is a third case, and no protocol
 * without it: sent, and then the connection was lost for longer than a request may take, with no
 * disk to hold it. That is answered with 504, and never called refused.
 */
final class Submissions {
  /** Where an accepted job is. */
  enum Held {
    /** In the stream. */
    STREAM,
    /** In the outbox on disk; it goes to the stream as soon as that can be reached. */
    OUTBOX
  }

  /**
   * What became of a submission.
   *
   * @param held where the job is
   * @param duplicateOf the place in the stream of one of the same id that was there before
   */
  record Accepted(Held held, Optional<Long> duplicateOf) {
    private static final Accepted ON_DISK = new Accepted(Held.OUTBOX, Optional.empty());

    private static Accepted inStream(Receipt receipt) {
      return new Accepted(
          Held.STREAM, receipt.duplicate() ? Optional.of(receipt.sequence()) : Optional.empty());
    }
  }

  /** A stream that is well answers in milliseconds; what is on disk need not wait for one. */
  private static final Duration DISK_PATIENCE = Duration.ofSeconds(1);

  private final Ask ask;
  private final boolean durable;
  private final Unrecorded<JobRecord> unrecorded;

  /**
   * Creates them.
   *
   * @param durable if the outbox of the bus is on disk
   * @param unrecorded gets what was accepted
   */
  Submissions(Ask ask, boolean durable, Unrecorded<JobRecord> unrecorded) {
    this.ask = ask;
    this.durable = durable;
    this.unrecorded = unrecorded;
  }

  /** Returns if what is submitted is kept on disk until the stream has it. */
  boolean durable() {
    return durable;
  }

  /** Returns how long a submission may wait for the broker: not long if it need not. */
  Deadline patience(Deadline deadline) {
    return durable ? deadline.atMost(DISK_PATIENCE) : deadline;
  }

  /**
   * Submits a job.
   *
   * @throws ProblemException with 503 if it never runs, with 504 if that is not known, with 413 if
   *     it is too large
   */
  Accepted submit(JobRequest job, Deadline deadline) {
    boolean connected = ask.connected();
    if (!connected && !durable) {
      throw refused("not connected to the broker");
    }
    CompletableFuture<Receipt> receipt = send(job, connected ? MessageId.of(job.id()) : ownId(job));
    try {
      long nanos = connected ? patience(deadline).left().toNanos() : 0;
      return Accepted.inStream(receipt.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return unacknowledged(job, receipt);
    } catch (ExecutionException e) {
      if (durable && e.getCause() instanceof BusClosedException) {
        // The next process finds it on disk.
        return Accepted.ON_DISK;
      }
      throw failed(job, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unacknowledged(job, receipt);
    }
  }

  /**
   * Of a job whose id nobody could be asked for: if there is another one with that id, the stream
   * must not take the two for one, so that the scheduler sees it.
   */
  private static MessageId ownId(JobRequest job) {
    return MessageId.of(job.id() + "." + SameRequests.digest(job));
  }

  private CompletableFuture<Receipt> send(JobRequest job, MessageId id) {
    byte[] body = Json.bytes(job);
    try {
      CompletableFuture<Receipt> receipt =
          ask.bus().outbox().send(Subjects.JOB_SUBMIT, body, id).toCompletableFuture();
      unrecorded.held(job.id(), JobTransitions.accepted(job, job.submittedAt()), body.length);
      var unused =
          receipt.whenComplete(
              (stored, failure) -> {
                if (failure == null) {
                  unrecorded.taken(job.id(), stored.sequence());
                } else {
                  unrecorded.recorded(job.id());
                }
              });
      return receipt;
    } catch (MessageTooLargeException e) {
      throw new ProblemException(ProblemType.TOO_LARGE, "the job is larger than the broker takes");
    } catch (BusException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private Accepted unacknowledged(JobRequest job, CompletableFuture<Receipt> receipt) {
    if (durable) {
      var unused = receipt.thenAcceptAsync(stored -> compared(job, stored));
      return Accepted.ON_DISK;
    }
    // What has not left by now will not start when everybody has forgotten it.
    receipt.cancel(true);
    throw unknown(job);
  }

  /** What was answered as accepted was taken for a job of that id: it may be another one. */
  private void compared(JobRequest job, Receipt stored) {
    if (stored.duplicate()) {
      var unused = send(job, ownId(job));
    }
  }

  private static ProblemException failed(JobRequest job, ExecutionException failure) {
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    boolean perhapsSent =
        cause instanceof MessageExpiredException
            || cause instanceof MessageDroppedException
            || cause instanceof BusClosedException;
    return perhapsSent ? unknown(job) : refused(String.valueOf(cause.getMessage()));
  }

  private static ProblemException refused(String why) {
    return ProblemException.unavailable(why + "; the job was not taken and will not run");
  }

  static ProblemException unknown(JobRequest job) {
    return new ProblemException(
        Problem.of(
                ProblemType.OUTCOME_UNKNOWN,
                "the connection was lost before the stream had acknowledged the job: it may run or"
                    + " not. Send the same Idempotency-Key again, or ask for the job later")
            .with("id", job.id()),
        Optional.empty());
  }
}
