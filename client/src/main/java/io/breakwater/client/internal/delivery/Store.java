package io.breakwater.client.internal.delivery;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.OutboxWriteException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where the messages of the outbox are while they wait. */
interface Store {

  /** Returns what was there at the start, in order. */
  List<OutboxEntry> recovered();

  /** Returns what is to be told of them; only if {@link #durable}. */
  LifecycleEvent recoveredEvent();

  /** Returns the first number that is free. */
  long firstNumber();

  /**
   * Keeps a message; when the call returns it is as safe as it gets.
   *
   * @throws OutboxWriteException if it could not be written; it is then not kept
   * @throws BusClosedException if the store is closed; it is then not kept
   */
  void put(OutboxEntry entry, Payload payload);

  /**
   * Returns a message that is kept; null if it has been forgotten.
   *
   * @throws OutboxWriteException if it cannot be read
   */
  @Nullable Payload load(OutboxEntry entry);

  /** Forgets a message, now or a moment later. */
  void remove(OutboxEntry entry);

  /** Returns if what is left is there for the next process. */
  boolean durable();

  /**
   * Keeps what it was given before, and nothing more.
   *
   * @return how many messages are left for the next process, if that is known
   */
  OptionalLong close();
}
