package io.breakwater.client.internal.delivery;

import io.breakwater.client.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Completes the stages of the outbox, on a thread of its own that somebody else's code may hold up.
 * A message keeps its room until its stage is complete, so whoever holds it up gets to feel it in
 * the end.
 */
final class Receipts {
  private static final int MOST_AT_ONCE = 64;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final Room room;
  private final Worker worker;
  private final Queue<Ended> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * What a stage completes with.
   *
   * @param receipt null if it fails
   * @param why null unless it fails
   * @param inRoom if the message has room to give back
   */
  private record Ended(
      OutboxEntry entry,
      @Nullable Receipt receipt,
      @Nullable RuntimeException why,
      boolean inRoom) {
    void tell() {
      if (why != null) {
        entry.receipt.completeExceptionally(why);
      } else {
        entry.receipt.complete(receipt);
      }
    }
  }

  Receipts(String threadName, Room room) {
    this.room = room;
    worker = new Worker(threadName, this::turn);
  }

  /** The stream has the message, which has its room still. */
  void stored(OutboxEntry entry, Receipt receipt) {
    add(new Ended(entry, receipt, null, true));
  }

  /** No stream will have the message, which has its room still. */
  void failed(OutboxEntry entry, RuntimeException why) {
    add(new Ended(entry, null, why, true));
  }

  /** No stream will have the message, which has given its room back. */
  void failedOutside(OutboxEntry entry, RuntimeException why) {
    add(new Ended(entry, null, why, false));
  }

  private void add(Ended ended) {
    waiting.add(ended);
    worker.wake();
  }

  private void turn() {
    List<Ended> told = new ArrayList<>();
    for (Ended next = waiting.poll(); next != null; next = waiting.poll()) {
      next.tell();
      if (next.inRoom) {
        told.add(next);
      }
      if (told.size() == MOST_AT_ONCE) {
        give(told);
      }
    }
    give(told);
    if (closed && waiting.isEmpty()) {
      worker.close();
    } else {
      worker.sleep(DAY_NANOS);
    }
  }

  private void give(List<Ended> told) {
    if (told.isEmpty()) {
      return;
    }
    room.lock();
    try {
      told.forEach(ended -> room.give(ended.entry.cost));
    } finally {
      room.unlock();
    }
    told.clear();
  }

  /** Ends the thread when all have been told. Nothing is added any more. */
  void close() {
    closed = true;
    if (waiting.isEmpty() && !worker.started()) {
      worker.close();
    } else {
      worker.wake();
    }
  }
}
