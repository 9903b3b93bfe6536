package io.breakwater.client.internal.delivery;

import io.breakwater.client.BufferFullException;
import io.breakwater.policy.Overflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The limits on what is held, shared by those who hold it: bytes, messages, and what happens when
 * they are reached. Its lock guards the queues of its occupants too; it is never held across I/O or
 * a callback.
 */
final class Room {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final String name;
  private final long maxBytes;
  private final long maxMessages;
  private final Overflow overflow;
  private final Duration timeout;
  private final List<Occupant> occupants = new ArrayList<>();
  private long bytes;
  private long messages;

  /** Who holds something in the room. Called with its lock held. */
  interface Occupant {
    /** Returns the messages that can be dropped, the oldest first. */
    Iterator<Droppable> droppable();

    /**
     * Drops the first of them; it gives its room itself. Returns what is to be done without the
     * lock.
     */
    Runnable dropOldest();
  }

  /**
   * A message that can be dropped.
   *
   * @param sinceNanos when it came, on the monotonic clock
   */
  record Droppable(long sinceNanos, long cost) {}

  /** The messages that an occupant could drop, seen one by one. */
  private static final class Candidates {
    private final Occupant of;
    private final Iterator<Droppable> following;
    private @Nullable Droppable oldest;

    private Candidates(Occupant of) {
      this.of = of;
      following = of.droppable();
      next();
    }

    private void next() {
      oldest = following.hasNext() ? following.next() : null;
    }
  }

  Room(String name, long maxBytes, long maxMessages, Overflow overflow, Duration timeout) {
    this.name = name;
    this.maxBytes = maxBytes;
    this.maxMessages = maxMessages;
    this.overflow = overflow;
    this.timeout = timeout;
  }

  void add(Occupant occupant) {
    occupants.add(occupant);
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  long maxBytes() {
    return maxBytes;
  }

  String name() {
    return name;
  }

  /** Returns until when a call that begins now may wait for room, on the monotonic clock. */
  long deadlineNanos() {
    return System.nanoTime() + timeout.toNanos();
  }

  /**
   * Takes room for a message, with the lock held.
   *
   * @param what leads the exception: {@code publish to a.b}
   * @param later gets what is to be done when the lock is released
   * @return false if it had to wait, with the lock released meanwhile: look again
   * @throws BufferFullException if there is no room
   */
  boolean take(long cost, String what, long deadlineNanos, List<Runnable> later) {
    if (overflow == Overflow.DROP_OLDEST) {
      dropFor(cost, later);
    }
    if (fits(cost)) {
      bytes += cost;
      messages++;
      return true;
    }
    if (overflow != Overflow.BLOCK) {
      throw new BufferFullException(what, full());
    }
    await(what, deadlineNanos - System.nanoTime());
    return false;
  }

  /** Drops the oldest until there is room; none, if all of them would not be enough. */
  private void dropFor(long cost, List<Runnable> later) {
    List<Candidates> all = occupants.stream().map(Candidates::new).toList();
    List<Occupant> victims = new ArrayList<>();
    long freed = 0;
    while (bytes - freed + cost > maxBytes || messages - victims.size() >= maxMessages) {
      Candidates next = null;
      Droppable oldest = null;
      for (Candidates one : all) {
        Droppable its = one.oldest;
        if (its != null && (oldest == null || its.sinceNanos - oldest.sinceNanos < 0)) {
          next = one;
          oldest = its;
        }
      }
      if (next == null || oldest == null) {
        return;
      }
      freed += oldest.cost;
      victims.add(next.of);
      next.next();
    }
    victims.forEach(victim -> later.add(victim.dropOldest()));
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's, who looks at more than the room
  private void await(String what, long nanos) {
    try {
      if (nanos <= 0 || !freed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new BufferFullException(what, full());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BufferFullException(what, "interrupted while waiting for room, " + full());
    }
  }

  private boolean fits(long cost) {
    return bytes + cost <= maxBytes && messages < maxMessages;
  }

  private String full() {
    return "the "
        + name
        + " is full ("
        + messages
        + " messages, "
        + bytes
        + " of "
        + maxBytes
        + " bytes)";
  }

  /** Takes room for what is there already, whatever the limits say, with the lock held. */
  void occupy(long cost) {
    bytes += cost;
    messages++;
  }

  /** Gives back room, with the lock held. */
  void give(long cost) {
    bytes -= cost;
    messages--;
    freed.signalAll();
  }

  /** Wakes all who wait for room, with the lock held. */
  void wakeAll() {
    freed.signalAll();
  }

  /** Returns what is held, with the lock held. */
  long bytes() {
    return bytes;
  }
}
