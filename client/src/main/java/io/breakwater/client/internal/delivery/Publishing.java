package io.breakwater.client.internal.delivery;

import io.breakwater.client.BufferFullException;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.DeliveryLevel;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.NotConnectedException;
import io.breakwater.client.Undelivered;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.List;
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
final class Publishing {
  /**
   * How long a publisher waits for a server that is connected and slow: longer than any pause of a
   * busy machine, and only one call of all waits so long.
   */
  private static final long STALL_NANOS = 1_000_000_000L;

  private static final long LOOK_AGAIN_NANOS = 200_000L;

  private final Room room;
  private final MaxPayload maxPayload;
  private final Losses losses;
  private final SubjectCheck subjects = new SubjectCheck();
  private final AtomicLong numbers = new AtomicLong();
  private final HeldQueue held;
  private final ConcurrentLinkedQueue<Lane> ended = new ConcurrentLinkedQueue<>();
  private final Wakes wakes;

  /** Where messages go straight to, or null. Changed with the lock of the room. */
  private volatile @Nullable Lane direct;

  /** The connection that stands, or null. Changed with the lock of the room. */
  private volatile @Nullable Lane lane;

  /** All numbers up to here have been with jnats, while {@link #direct} is null. */
  private volatile long lastPushed;

  private volatile boolean closed;

  Publishing(Room room, MaxPayload maxPayload, Losses losses, Wakes wakes) {
    this.room = room;
    this.maxPayload = maxPayload;
    this.losses = losses;
    this.wakes = wakes;
    held = new HeldQueue(room, losses);
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
    try {
      to.publish(subject, body);
    } catch (IllegalStateException e) {
      // Disconnected meanwhile, and jnats keeps nothing for later because we tell it to; or others
      // have filled its queue through bus.connection().
      close(to);
      return 0;
    } catch (IllegalArgumentException e) {
      maxPayload.check("publish to " + subject, to, body.length);
      throw e;
    }
    long number = numbers.incrementAndGet();
    if (direct != to) {
      handed(to, number);
    }
    wakes.published(to, number, body.length);
    return number;
  }

  /** Notes a message that may have gone while the lane was being closed. */
  private void handed(Lane to, long number) {
    if (!to.straddled(number)) {
      losses.indeterminate(new IndeterminateRange(number, number));
    }
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
      throw standing == null || standing.leaving()
          ? new NotConnectedException(what)
          : new BufferFullException(what, "the server takes nothing, and the buffer holds nothing");
    }
    maxPayload.check(what, standing, body.length);
    held.checkSize(what, subject, body);
  }

  private long hold(String what, String subject, byte[] body, List<Runnable> later) {
    long cost = HeldQueue.cost(subject, body);
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
      held.add(number, subject, body);
      return number;
    } finally {
      room.unlock();
      wakes.pump();
    }
  }

  /** A connection stands, or does so still. Never blocks. */
  void began(Connection connection, LongSupplier reads) {
    Lane known = lane;
    if (known != null && known.connection() == connection) {
      known.stay();
      wakes.pump();
      return;
    }
    ended();
    maxPayload.note(connection);
    room.lock();
    try {
      boolean open = held.isEmpty() && !closed;
      Lane begun = new Lane(connection, reads, open ? numbers.get() : lastPushed);
      lane = begun;
      direct = open ? begun : null;
      room.wakeAll();
    } finally {
      room.unlock();
    }
    wakes.pump();
  }

  /** The connection is about to be left: all is held from now on. Never blocks. */
  void leaving() {
    room.lock();
    try {
      Lane left = lane;
      if (left != null) {
        closeDirect();
        left.leave(lastPushed);
      }
    } finally {
      room.unlock();
    }
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
      last.lost().ifPresent(ranges::add);
    }
    ranges.forEach(losses::indeterminate);
    return ranges;
  }

  /** Sends the oldest held message. Called by the pump only. Returns if one was sent. */
  boolean sendHeld(Lane to) {
    HeldQueue.Held next;
    room.lock();
    try {
      next = lane == to ? held.pushIf(length -> to.takes(lastPushed, length)) : null;
    } finally {
      room.unlock();
    }
    if (next == null) {
      return false;
    }
    boolean sent = false;
    try {
      sent = push(to, next);
    } finally {
      // Whatever was thrown: a message that is not sent is held.
      pushed(next, sent);
    }
    if (sent) {
      handed(to, next.number());
      // Not before the number is noted: who is woken looks at it.
      wakes.published(to, next.number(), next.body().length);
    }
    return sent;
  }

  private void pushed(HeldQueue.Held message, boolean sent) {
    room.lock();
    try {
      held.pushed(message, sent);
      if (sent) {
        lastPushed = message.number();
      }
    } finally {
      room.unlock();
    }
  }

  private boolean push(Lane to, HeldQueue.Held next) {
    try {
      to.publish(next.subject(), next.body());
      return true;
    } catch (IllegalStateException e) {
      return false;
    } catch (IllegalArgumentException e) {
      // A server whose max_payload has shrunk since.
      losses.undelivered(next.undelivered(Undelivered.Cause.REJECTED));
      return true;
    }
  }

  /** Opens the way straight to jnats if nothing is held. Called by the pump only. */
  void openIfIdle(Lane to) {
    room.lock();
    try {
      if (lane == to && direct == null && held.isEmpty() && !closed && to.takes(lastPushed, 0)) {
        direct = to;
        room.wakeAll();
      }
    } finally {
      room.unlock();
    }
  }

  /** Returns if messages go straight to a lane. */
  boolean isStraight(Lane to) {
    return direct == to;
  }

  /** Returns the connection that stands. */
  @Nullable Lane lane() {
    return lane;
  }

  /** Returns the connection that stands, unless it is about to be left. */
  @Nullable Lane sendable() {
    Lane standing = lane;
    return standing == null || standing.leaving() ? null : standing;
  }

  /**
   * Returns the last number up to which all have been with jnats. The order of the reads matters: a
   * number that is held is given after the way was closed.
   */
  long pushedUpTo(Lane to) {
    long number = numbers.get();
    return direct == to ? number : lastPushed;
  }

  /** Returns how many were published. */
  long count() {
    return numbers.get();
  }

  /** Returns if something is held. */
  boolean holds() {
    return backlog(System.nanoTime()).messages() > 0;
  }

  /** Returns if all that was published is known to have arrived. */
  boolean allConfirmed() {
    Lane standing = lane;
    return standing == null ? ended.isEmpty() : pushedUpTo(standing) == standing.confirmed();
  }

  Backlog backlog(long nowNanos) {
    room.lock();
    try {
      return held.backlog(nowNanos);
    } finally {
      room.unlock();
    }
  }

  /** Takes out what is held, at the end. */
  List<Undelivered> leftovers() {
    List<Undelivered> left;
    room.lock();
    try {
      left = held.leftovers();
    } finally {
      room.unlock();
    }
    left.forEach(losses::undelivered);
    return left;
  }
}
