package io.breakwater.client.internal.delivery;

import io.breakwater.client.MessageId;
import io.breakwater.client.Receipt;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A message of the outbox until its end. Mutable fields belong to the lock of the room. */
final class OutboxEntry {
  /**
   * What an entry costs beside the characters of its subject and headers, and its body: objects,
   * array headers, places in the queues. With the header of its id.
   */
  private static final int OVERHEAD_BYTES = 600;

  /** What the heap keeps of a message that is on disk, roughly; measured are some 300 bytes. */
  static final int HEAP_BYTES = 400;

  /** What each other header costs: places in two maps, a list, strings. */
  private static final int HEADER_BYTES = 260;

  final long number;
  final String subject;
  final MessageId id;
  final long cost;
  final long acceptedNanos;
  final ReceiptFuture receipt = new ReceiptFuture();

  /** The message, unless it is on disk. */
  volatile @Nullable Payload payload;

  /** The lane on which it was handed in; null if there was none. */
  final @Nullable Lane fresh;

  Place place = Place.STORING;
  int sent;
  long dueNanos;
  int refusals;

  /** How often it was the one to try a stream, and met silence. */
  int unheard;

  /** What stands for the stream that it is to try while all else for that waits; null if not so. */
  @Nullable Object probing;

  String last = "never sent";

  /** Where an entry is. */
  enum Place {
    STORING,
    READY,
    LOOKED_UP,
    WAITING,
    PARKED,
    IN_FLIGHT,
    GONE
  }

  OutboxEntry(
      long number,
      String subject,
      MessageId id,
      long cost,
      long acceptedNanos,
      @Nullable Lane fresh) {
    this.number = number;
    this.subject = subject;
    this.id = id;
    this.cost = cost;
    this.acceptedNanos = acceptedNanos;
    this.fresh = fresh;
  }

  static long cost(String subject, Headers headers, byte[] body) {
    return OVERHEAD_BYTES
        + (long) HEADER_BYTES * (headers.size() - 1)
        + subject.length()
        + headers.serializedLength()
        + body.length;
  }

  /** Returns what an exception calls it. */
  String what() {
    return "send to " + subject + " (id " + id + ")";
  }

  /** A stage that tells when its owner cancels it. */
  static final class ReceiptFuture extends CompletableFuture<Receipt> {
    private volatile Consumer<ReceiptFuture> cancelled = future -> {};

    void onCancel(Consumer<ReceiptFuture> cancelled) {
      this.cancelled = cancelled;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean before = isDone();
      boolean done = super.cancel(mayInterruptIfRunning);
      if (!before && done) {
        cancelled.accept(this);
      }
      return done;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }
}
