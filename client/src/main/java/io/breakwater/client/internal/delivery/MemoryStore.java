package io.breakwater.client.internal.delivery;

import io.breakwater.client.LifecycleEvent;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps the messages of the outbox in memory: in their entries. */
final class MemoryStore implements Store {

  @Override
  public List<OutboxEntry> recovered() {
    return List.of();
  }

  @Override
  public LifecycleEvent recoveredEvent() {
    return new LifecycleEvent.OutboxRecovered(Instant.now(), 0, null);
  }

  @Override
  public long firstNumber() {
    return 1;
  }

  @Override
  public void put(OutboxEntry entry, Payload payload) {
    entry.payload = payload;
  }

  @Override
  public @Nullable Payload load(OutboxEntry entry) {
    return entry.payload;
  }

  @Override
  public void remove(OutboxEntry entry) {
    // Its stage may wait long for its turn, and holds the entry.
    entry.payload = null;
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public OptionalLong close() {
    return OptionalLong.of(0);
  }
}
