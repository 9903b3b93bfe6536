package io.breakwater.client.internal.delivery;

import io.breakwater.client.BufferFullException;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.DeliveryLevel;
import io.breakwater.client.MessageDroppedException;
import io.breakwater.client.MessageExpiredException;
import io.breakwater.client.MessageId;
import io.breakwater.client.MessageTooLargeException;
import io.breakwater.client.Outbox;
import io.breakwater.client.OutboxWriteException;
import io.breakwater.client.Receipt;
import io.breakwater.client.Undelivered;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outbox as an application sees it: takes messages, and ends them one way or the other. {@link
 * OutboxSender} sends them.
 */
final class DefaultOutbox implements Outbox, Room.Occupant {
  private final Room room;
  private final MaxPayload maxPayload;
  private final Store store;
  private final OutboxPolicy policy;
  private final Losses losses;
  private final Supplier<@Nullable Lane> lane;
  private final Known known;
  private final Consumer<String> handedIn;
  private final Receipts receipts;
  private final SubjectCheck subjects = new SubjectCheck();
  private final OutboxQueue queue = new OutboxQueue();
  private final AtomicLong numbers;
  private final LongAdder taken = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private volatile boolean closed;

  /** What is known of streams. */
  interface Known {
    /** Returns what speaks against taking a message on a lane, from memory; null if nothing. */
    @Nullable RuntimeException refusal(Lane standing, String subject, String what);
  }

  /**
   * Creates an outbox with what its store has kept.
   *
   * @param lane the connection that stands
   * @param known what the server has said of streams
   * @param handedIn sees that a message is sent, given its subject, when it is kept
   * @param receipts completes the stages
   */
  DefaultOutbox(
      Room room,
      MaxPayload maxPayload,
      Store store,
      OutboxPolicy policy,
      Losses losses,
      Supplier<@Nullable Lane> lane,
      Known known,
      Consumer<String> handedIn,
      Receipts receipts) {
    this.room = room;
    this.maxPayload = maxPayload;
    this.store = store;
    this.policy = policy;
    this.losses = losses;
    this.lane = lane;
    this.known = known;
    this.handedIn = handedIn;
    this.receipts = receipts;
    numbers = new AtomicLong(store.firstNumber());
    room.add(this);
    room.lock();
    try {
      for (OutboxEntry entry : store.recovered()) {
        room.occupy(entry.cost);
        queue.add(entry);
        queue.ready(entry);
      }
    } finally {
      room.unlock();
    }
  }

  @Override
  public CompletionStage<Receipt> send(String subject, byte[] body, MessageId id) {
    return send(subject, body, new Headers(), id);
  }

  @Override
  public CompletionStage<Receipt> send(String subject, byte[] body, Headers headers, MessageId id) {
    subjects.check("send to", subject);
    Headers all = new Headers(headers);
    all.put(NatsJetStreamConstants.MSG_ID_HDR, id.value());
    Payload payload = new Payload(subject, new Headers(all, true), new Payload.Body(body.clone()));
    long cost = OutboxEntry.cost(subject, all, body);
    String what = "send to " + subject + " (id " + id + ")";
    checkSize(what, cost, body.length + all.serializedLength());
    checkKnown(what, payload);
    List<Runnable> later = new ArrayList<>();
    try {
      OutboxEntry entry = enter(what, payload, id, cost, later);
      if (store.durable()) {
        write(entry, payload);
      }
      taken.increment();
      handedIn.accept(subject);
      return entry.receipt;
    } catch (BufferFullException | OutboxWriteException e) {
      losses.undelivered(
          DeliveryLevel.OUTBOX, Undelivered.Cause.REFUSED, subject, payload.headers(), body);
      throw e;
    } finally {
      later.forEach(Runnable::run);
    }
  }

  private void checkSize(String what, long cost, long length) {
    maxPayload.check(what, lane.get(), length);
    if (cost > room.maxBytes()) {
      throw new MessageTooLargeException(
          what, cost, "the capacity of the " + room.name(), room.maxBytes());
    }
  }

  /** A subject without a stream, where the server has just said so. */
  private void checkKnown(String what, Payload payload) {
    Lane standing = lane.get();
    RuntimeException no =
        standing == null ? null : known.refusal(standing, payload.subject(), what);
    if (no != null) {
      losses.undelivered(
          DeliveryLevel.OUTBOX,
          Undelivered.Cause.REJECTED,
          payload.subject(),
          payload.headers(),
          payload.body().bytes());
      throw no;
    }
  }

  private OutboxEntry enter(
      String what, Payload payload, MessageId id, long cost, List<Runnable> later) {
    long deadline = room.deadlineNanos();
    room.lock();
    try {
      do {
        if (closed) {
          throw new BusClosedException(what + ": the bus is closed");
        }
      } while (!room.take(cost, what, deadline, later));
      OutboxEntry entry =
          new OutboxEntry(
              numbers.getAndIncrement(),
              payload.subject(),
              id,
              cost,
              System.nanoTime(),
              lane.get());
      entry.receipt.onCancel(future -> cancelled(entry));
      queue.add(entry);
      if (!store.durable()) {
        store.put(entry, payload);
        queue.ready(entry);
      }
      return entry;
    } finally {
      room.unlock();
    }
  }

  /** However it ends, the entry is ready or gone: one that is being stored holds up the others. */
  private void write(OutboxEntry entry, Payload payload) {
    boolean stored = false;
    try {
      store.put(entry, payload);
      stored = true;
    } finally {
      room.lock();
      try {
        if (stored) {
          queue.ready(entry);
        } else if (queue.remove(entry)) {
          room.give(entry.cost);
        }
      } finally {
        room.unlock();
      }
    }
  }

  private void cancelled(OutboxEntry entry) {
    if (take(entry)) {
      var unused = lost(entry, Undelivered.Cause.CANCELLED);
      give(entry);
    }
  }

  /** Ends a message that its stream has, and that was just taken out of the queue. */
  void acknowledged(OutboxEntry entry, Receipt receipt) {
    acknowledged.increment();
    store.remove(entry);
    receipts.stored(entry, receipt);
  }

  /** Ends a message that no stream will have. */
  void failed(OutboxEntry entry, Undelivered.Cause cause, RuntimeException why) {
    if (take(entry)) {
      fail(entry, cause, why);
    }
  }

  private void fail(OutboxEntry entry, Undelivered.Cause cause, RuntimeException why) {
    var unused = lost(entry, cause);
    receipts.failed(entry, why);
  }

  /** Ends all that are too old. */
  void expire(long nowNanos) {
    List<OutboxEntry> old;
    room.lock();
    try {
      old = queue.expire(nowNanos, policy.maxAge());
    } finally {
      room.unlock();
    }
    for (OutboxEntry entry : old) {
      fail(
          entry,
          Undelivered.Cause.EXPIRED,
          new MessageExpiredException(entry.what(), policy.maxAge(), entry.last));
    }
  }

  /** Returns the message, as it is told of. */
  private Undelivered lost(OutboxEntry entry, Undelivered.Cause cause) {
    Payload payload = loaded(entry);
    store.remove(entry);
    Undelivered message =
        Losses.message(
            DeliveryLevel.OUTBOX,
            cause,
            payload.subject(),
            payload.headers(),
            payload.body().bytes());
    losses.undelivered(message);
    return message;
  }

  /** What cannot be read is still told by its subject. */
  private Payload loaded(OutboxEntry entry) {
    @Nullable Payload payload;
    try {
      payload = store.load(entry);
    } catch (OutboxWriteException e) {
      payload = null;
    }
    return payload == null
        ? new Payload(entry.subject, new Headers(), new Payload.Body(new byte[0]))
        : payload;
  }

  private boolean take(OutboxEntry entry) {
    room.lock();
    try {
      return queue.remove(entry);
    } finally {
      room.unlock();
    }
  }

  private void give(OutboxEntry entry) {
    room.lock();
    try {
      room.give(entry.cost);
    } finally {
      room.unlock();
    }
  }

  @Override
  public Iterator<Room.Droppable> droppable() {
    return queue.idle().map(one -> new Room.Droppable(one.acceptedNanos, one.cost)).iterator();
  }

  @Override
  public Runnable dropOldest() {
    OutboxEntry oldest = queue.idle().findFirst().orElseThrow();
    queue.remove(oldest);
    room.give(oldest.cost);
    return () -> {
      var unused = lost(oldest, Undelivered.Cause.DROPPED);
      receipts.failedOutside(oldest, new MessageDroppedException(oldest.what()));
    };
  }

  /** Takes nothing more; what is here is still sent. */
  void refuse() {
    room.lock();
    try {
      closed = true;
      room.wakeAll();
    } finally {
      room.unlock();
    }
  }

  /** Ends what is left, at the end; on disk it is kept. */
  List<Undelivered> leftovers() {
    List<OutboxEntry> left;
    room.lock();
    try {
      left = queue.everything();
      left.forEach(queue::remove);
      left.forEach(entry -> room.give(entry.cost));
    } finally {
      room.unlock();
    }
    List<Undelivered> undelivered = new ArrayList<>();
    for (OutboxEntry entry : left) {
      if (!store.durable()) {
        undelivered.add(lost(entry, Undelivered.Cause.CLOSED));
      }
      receipts.failedOutside(entry, new BusClosedException(entry.what() + ": the bus was closed"));
    }
    return undelivered;
  }

  Backlog backlog(long nowNanos) {
    room.lock();
    try {
      OutboxEntry oldest = queue.oldest();
      return oldest == null
          ? Backlog.NONE
          : new Backlog(
              queue.size(), queue.bytes(), Duration.ofNanos(nowNanos - oldest.acceptedNanos));
    } finally {
      room.unlock();
    }
  }

  int count() {
    room.lock();
    try {
      return queue.size();
    } finally {
      room.unlock();
    }
  }

  OutboxQueue queue() {
    return queue;
  }

  Room room() {
    return room;
  }

  Store store() {
    return store;
  }

  long taken() {
    return taken.sum();
  }

  long acknowledged() {
    return acknowledged.sum();
  }
}
