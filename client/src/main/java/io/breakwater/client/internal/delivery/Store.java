package io.breakwater.client.internal.delivery;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.OutboxWriteException;
import java.util.List;

/** Where the messages of the outbox are while they wait. */
interface Store extends AutoCloseable {

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
   */
  void put(OutboxEntry entry, Payload payload);

  /** Returns a message that is kept. */
  Payload load(OutboxEntry entry);

  /** Forgets a message, now or a moment later. */
  void remove(OutboxEntry entry);

  /** Returns if what is left is there for the next process. */
  boolean durable();

  @Override
  void close();
}
