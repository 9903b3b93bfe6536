package io.breakwater.client.internal.delivery;

import io.breakwater.client.DeliveryLevel;
import io.breakwater.client.MessageTooLargeException;
import io.breakwater.client.Undelivered;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of {@code publish} that wait for a connection, the oldest first. All but the checks
 * is called with the lock of the room held.
 */
final class HeldQueue implements Room.Occupant {
  /**
   * What a held message costs beside its body and the characters of its subject: objects, array
   * headers, place in the queue; with a subject that is nobody else's.
   */
  private static final int OVERHEAD_BYTES = 112;

  private final Room room;
  private final Losses losses;
  private final Deque<Held> held = new ArrayDeque<>();
  private long bytes;

  /** What the pump is handing to jnats: no longer in the queue, and not yet sent. */
  private @Nullable Held pushing;

  /** A message that waits. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(long number, String subject, byte[] body, long cost, long nanos) {
    Undelivered undelivered(Undelivered.Cause cause) {
      return Losses.message(DeliveryLevel.PUBLISH, cause, subject, null, body);
    }
  }

  HeldQueue(Room room, Losses losses) {
    this.room = room;
    this.losses = losses;
    room.add(this);
  }

  /**
   * Checks the size of a message.
   *
   * @throws MessageTooLargeException if there is never room for it
   */
  void checkSize(String what, String subject, byte[] body) {
    long cost = cost(subject, body);
    if (cost > room.maxBytes()) {
      throw new MessageTooLargeException(
          what, cost, "the capacity of the " + room.name(), room.maxBytes());
    }
  }

  /** Returns what a message is charged with. */
  static long cost(String subject, byte[] body) {
    return OVERHEAD_BYTES + (long) body.length + subject.length();
  }

  /** Adds a message whose room is taken. */
  void add(long number, String subject, byte[] body) {
    long cost = cost(subject, body);
    held.addLast(new Held(number, subject, body.clone(), cost, System.nanoTime()));
    bytes += cost;
  }

  boolean isEmpty() {
    return held.isEmpty() && pushing == null;
  }

  /**
   * Takes the oldest out, to be sent; {@link #pushed} follows.
   *
   * @param taken says of a length whether it can be sent
   * @return null if there is none, or it cannot be sent
   */
  @Nullable Held pushIf(IntPredicate taken) {
    Held next = held.peekFirst();
    if (next == null || !taken.test(next.body.length)) {
      return null;
    }
    pushing = held.removeFirst();
    return next;
  }

  /** Notes what became of the message that was to be sent. */
  void pushed(Held message, boolean sent) {
    pushing = null;
    if (sent) {
      give(message);
    } else {
      held.addFirst(message);
    }
  }

  Backlog backlog(long nowNanos) {
    Held oldest = pushing == null ? held.peekFirst() : pushing;
    return oldest == null
        ? Backlog.NONE
        : new Backlog(
            held.size() + (pushing == null ? 0 : 1),
            bytes,
            Duration.ofNanos(nowNanos - oldest.nanos));
  }

  private void give(Held gone) {
    bytes -= gone.cost;
    room.give(gone.cost);
  }

  @Override
  public Iterator<Room.Droppable> droppable() {
    return held.stream().map(one -> new Room.Droppable(one.nanos, one.cost)).iterator();
  }

  @Override
  public Runnable dropOldest() {
    Held oldest = held.removeFirst();
    give(oldest);
    return () -> losses.undelivered(oldest.undelivered(Undelivered.Cause.DROPPED));
  }

  /** Takes out all that is held, at the end. */
  List<Undelivered> leftovers() {
    List<Undelivered> left = new ArrayList<>();
    for (Held one : held) {
      give(one);
      left.add(one.undelivered(Undelivered.Cause.CLOSED));
    }
    held.clear();
    return left;
  }
}
