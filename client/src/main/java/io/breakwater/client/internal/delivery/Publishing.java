package io.breakwater.client.internal.delivery;

import io.breakwater.client.BufferFullException;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.DeliveryLevel;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.MessageTooLargeException;
import io.breakwater.client.NotConnectedException;
import io.breakwater.client.Undelivered;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The level {@code publish}. While a lane is open and nothing is held, a message goes straight to
 * jnats, without a lock, a copy or an object. Otherwise it is held, and the pump sends it.
 *
 * <p>Numbers: a message that goes straight gets its number when jnats has it, one that is held when
 * it is held. So once all held ones are sent, all that have a number are with jnats; a PING after
 * that confirms them.
 */
final class Publishing implements Room.Occupant {
  /**
   * How long a publisher waits for a server that is connected and slow: longer than any pause of a
   * busy machine, and only one call of all waits so long.
   */
  private static final long STALL_NANOS = 1_000_000_000L;

  private static final long LOOK_AGAIN_NANOS = 200_000L;

  /** What a held message costs beside its body: objects, array header, place in the queue. */
  private static final int OVERHEAD_BYTES = 72;

  private final Room room;
  private final Losses losses;
  private final SubjectCheck subjects = new SubjectCheck();
  private final AtomicLong numbers = new AtomicLong();
  private final Deque<Held> held = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Lane> ended = new ConcurrentLinkedQueue<>();
  private final Wakes wakes;
  private long heldBytes;

  /** What the pump is handing to jnats: no longer in the queue, and not yet sent. */
  private @Nullable Held pushing;

  /** Where messages go straight to, or null. Changed with the lock of the room. */
  private volatile @Nullable Lane direct;

  /** The connection that stands, or null. Changed with the lock of the room. */
  private volatile @Nullable Lane lane;

  /** All numbers up to here have been with jnats, while {@link #direct} is null. */
  private volatile long lastPushed;

  private volatile boolean closed;

  /** Who has to be woken. */
  interface Wakes {
    /** Something was held, or a lane has begun or ended. */
    void pump();

    /** A message went straight to jnats; called for each, so it must be quick. */
    void published(Lane lane, long number);
  }

  /** A message that waits for the connection. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(long number, String subject, byte[] body, long cost, long nanos) {}

  Publishing(Room room, Losses losses, Wakes wakes) {
    this.room = room;
    this.losses = losses;
    this.wakes = wakes;
    room.add(this);
  }

  /** See {@link io.breakwater.client.Bus#publish}. */
  long publish(String subject, byte[] body) {
    while (true) {
      Lane to = direct;
      if (to != null && to.takes(numbers.get(), body.length)) {
        long number = straight(to, subject, body);
        if (number != 0) {
          return number;
        }
      } else if (to != null && !stalled(to, body.length)) {
        continue;
      }
      long number = hold(subject, body);
      if (number != 0) {
        return number;
      }
    }
  }

  /** Returns the number, or 0 if jnats does not take it. */
  private long straight(Lane to, String subject, byte[] body) {
    subjects.check("publish to", subject);
    // jnats throws away what an interrupted thread publishes.
    boolean interrupted = Thread.interrupted();
    try {
      to.connection().publish(subject, body);
    } catch (IllegalStateException e) {
      // Disconnected meanwhile, and jnats keeps nothing for later because we tell it to; or others
      // have filled its queue through bus.connection().
      close(to);
      return 0;
    } catch (IllegalArgumentException e) {
      throw tooLarge(subject, body.length, to.connection().getMaxPayload(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    long number = numbers.incrementAndGet();
    to.took(body.length);
    if (direct != to && !to.straddled(number)) {
      losses.indeterminate(new IndeterminateRange(number, number));
    }
    wakes.published(to, number);
    return number;
  }

  private static RuntimeException tooLarge(
      String subject, long length, long maxPayload, RuntimeException told) {
    return maxPayload > 0 && length > maxPayload
        ? new MessageTooLargeException(
            "publish to " + subject, length, "the server's max_payload", maxPayload)
        : told;
  }

  /** Waits for a server that is slower than the publisher; true if it does not move. */
  private boolean stalled(Lane to, int length) {
    long deadline = System.nanoTime() + STALL_NANOS;
    while (direct == to && !to.takes(numbers.get(), length)) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        close(to);
        return true;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return false;
  }

  private void close(Lane to) {
    room.lock();
    try {
      if (direct == to) {
        closeDirect();
      }
    } finally {
      room.unlock();
    }
    wakes.pump();
  }

  /** The order matters: who gets a number later sees that the way is closed. */
  private void closeDirect() {
    if (direct != null) {
      direct = null;
      lastPushed = numbers.get();
    }
  }

  /** Returns the number, or 0 if the way straight to jnats is open again. */
  private long hold(String subject, byte[] body) {
    String what = "publish to " + subject;
    List<Runnable> later = new ArrayList<>();
    try {
      subjects.check("publish to", subject);
      checkHolds(what, subject, body);
      return hold(what, subject, body, later);
    } catch (BufferFullException | NotConnectedException e) {
      losses.undelivered(DeliveryLevel.PUBLISH, Undelivered.Cause.REFUSED, subject, null, body);
      throw e;
    } finally {
      later.forEach(Runnable::run);
    }
  }

  private void checkHolds(String what, String subject, byte[] body) {
    if (closed) {
      throw new BusClosedException(what + ": the bus is closed");
    }
    Lane standing = lane;
    if (room.maxBytes() == 0) {
      throw standing == null
          ? new NotConnectedException(what)
          : new BufferFullException(what, "the server takes nothing, and the buffer holds nothing");
    }
    if (standing != null) {
      long maxPayload = standing.connection().getMaxPayload();
      if (maxPayload > 0 && body.length > maxPayload) {
        throw new MessageTooLargeException(
            what, body.length, "the server's max_payload", maxPayload);
      }
    }
    if (cost(subject, body) > room.maxBytes()) {
      throw new MessageTooLargeException(
          what, cost(subject, body), "the capacity of the " + room.name(), room.maxBytes());
    }
  }

  private long hold(String what, String subject, byte[] body, List<Runnable> later) {
    long cost = cost(subject, body);
    long deadline = room.deadlineNanos();
    room.lock();
    try {
      do {
        if (closed) {
          throw new BusClosedException(what + ": the bus is closed");
        }
        if (direct != null) {
          return 0;
        }
      } while (!room.take(cost, what, deadline, later));
      long number = numbers.incrementAndGet();
      held.addLast(new Held(number, subject, body.clone(), cost, System.nanoTime()));
      heldBytes += cost;
      return number;
    } finally {
      room.unlock();
      wakes.pump();
    }
  }

  private static long cost(String subject, byte[] body) {
    return OVERHEAD_BYTES + (long) body.length + subject.length();
  }

  /** A connection stands. Never blocks. */
  void began(Connection connection, LongSupplier reads) {
    ended();
    room.lock();
    try {
      boolean open = nothingHeld() && !closed;
      Lane begun = new Lane(connection, reads, open ? numbers.get() : lastPushed);
      lane = begun;
      direct = open ? begun : null;
      room.wakeAll();
    } finally {
      room.unlock();
    }
    wakes.pump();
  }

  /** The connection has ended. Never blocks. */
  void ended() {
    room.lock();
    try {
      Lane last = lane;
      if (last == null) {
        return;
      }
      lane = null;
      closeDirect();
      last.end(lastPushed);
      ended.add(last);
    } finally {
      room.unlock();
    }
    wakes.pump();
  }

  /** Takes nothing more; what is held is still sent. */
  void refuse() {
    room.lock();
    try {
      closed = true;
      closeDirect();
      room.wakeAll();
    } finally {
      room.unlock();
    }
  }

  /** Reports what may have been lost with lanes that have ended. */
  List<IndeterminateRange> reportEnded() {
    List<IndeterminateRange> ranges = new ArrayList<>();
    for (Lane last = ended.poll(); last != null; last = ended.poll()) {
      if (last.endedAt() > last.confirmed()) {
        IndeterminateRange range = new IndeterminateRange(last.confirmed() + 1, last.endedAt());
        losses.indeterminate(range);
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** Sends the oldest held message. Called by the pump only. Returns if one was sent. */
  boolean sendHeld(Lane to) {
    Held next;
    room.lock();
    try {
      next = held.peekFirst();
      if (next == null || lane != to || !to.takes(lastPushed, next.body.length)) {
        return false;
      }
      pushing = held.removeFirst();
    } finally {
      room.unlock();
    }
    boolean sent = push(to, next);
    room.lock();
    try {
      pushing = null;
      if (sent) {
        give(next);
        lastPushed = next.number;
      } else {
        held.addFirst(next);
      }
    } finally {
      room.unlock();
    }
    if (sent) {
      if (!to.straddled(next.number)) {
        losses.indeterminate(new IndeterminateRange(next.number, next.number));
      }
      // Not before the number is noted: who is woken looks at it.
      wakes.published(to, next.number);
    }
    return sent;
  }

  private boolean push(Lane to, Held next) {
    try {
      to.connection().publish(next.subject, next.body);
    } catch (IllegalStateException e) {
      return false;
    } catch (IllegalArgumentException e) {
      // A server whose max_payload has shrunk since.
      losses.undelivered(
          DeliveryLevel.PUBLISH, Undelivered.Cause.REJECTED, next.subject, null, next.body);
      return true;
    }
    to.took(next.body.length);
    return true;
  }

  /** Opens the way straight to jnats if nothing is held. Called by the pump only. */
  void openIfIdle(Lane to) {
    room.lock();
    try {
      if (lane == to && direct == null && nothingHeld() && !closed && to.takes(lastPushed, 0)) {
        direct = to;
        room.wakeAll();
      }
    } finally {
      room.unlock();
    }
  }

  @Nullable Lane lane() {
    return lane;
  }

  /**
   * Returns the last number up to which all have been with jnats. The order of the reads matters: a
   * number that is held is given after the way was closed.
   */
  long pushedUpTo(Lane to) {
    long number = numbers.get();
    return direct == to ? number : lastPushed;
  }

  long count() {
    return numbers.get();
  }

  private boolean nothingHeld() {
    return held.isEmpty() && pushing == null;
  }

  /** Returns if something is held. */
  boolean holds() {
    room.lock();
    try {
      return !nothingHeld();
    } finally {
      room.unlock();
    }
  }

  /** Returns if all that was published is known to have arrived. */
  boolean allConfirmed() {
    Lane standing = lane;
    return standing == null ? ended.isEmpty() : pushedUpTo(standing) == standing.confirmed();
  }

  Backlog backlog(long nowNanos) {
    room.lock();
    try {
      Held oldest = pushing == null ? held.peekFirst() : pushing;
      return oldest == null
          ? Backlog.NONE
          : new Backlog(
              held.size() + (pushing == null ? 0 : 1),
              heldBytes,
              Duration.ofNanos(nowNanos - oldest.nanos));
    } finally {
      room.unlock();
    }
  }

  private void give(Held gone) {
    heldBytes -= gone.cost;
    room.give(gone.cost);
  }

  @Override
  public Optional<Long> oldestNanos() {
    return Optional.ofNullable(held.peekFirst()).map(Held::nanos);
  }

  @Override
  public Runnable dropOldest() {
    Held oldest = held.removeFirst();
    give(oldest);
    return () ->
        losses.undelivered(
            DeliveryLevel.PUBLISH, Undelivered.Cause.DROPPED, oldest.subject, null, oldest.body);
  }

  /** Takes out what is held, at the end. */
  List<Undelivered> leftovers() {
    List<Held> left;
    room.lock();
    try {
      left = new ArrayList<>(held);
      held.clear();
      left.forEach(this::give);
    } finally {
      room.unlock();
    }
    return left.stream()
        .map(
            one -> {
              losses.undelivered(
                  DeliveryLevel.PUBLISH, Undelivered.Cause.CLOSED, one.subject, null, one.body);
              return Losses.message(
                  DeliveryLevel.PUBLISH, Undelivered.Cause.CLOSED, one.subject, null, one.body);
            })
        .toList();
  }
}
