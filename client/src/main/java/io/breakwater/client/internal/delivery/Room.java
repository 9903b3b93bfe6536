package io.breakwater.client.internal.delivery;

import io.breakwater.client.BufferFullException;
import io.breakwater.policy.Overflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
    /** Returns when the oldest message came that can be dropped, on the monotonic clock. */
    Optional<Long> oldestNanos();

    /**
     * Drops that message; it gives its room itself. Returns what is to be done without the lock.
     */
    Runnable dropOldest();
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
    while (overflow == Overflow.DROP_OLDEST && !fits(cost)) {
      Optional<Occupant> oldest =
          occupants.stream()
              .filter(occupant -> occupant.oldestNanos().isPresent())
              .min(Comparator.comparing(occupant -> occupant.oldestNanos().orElseThrow()));
      if (oldest.isEmpty()) {
        break;
      }
      later.add(oldest.get().dropOldest());
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
