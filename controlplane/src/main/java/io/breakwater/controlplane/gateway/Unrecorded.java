package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this gateway has accepted, until it is seen in the store: who has just got a 202 may ask for
 * it at once. What the stream has taken is held to be there until the next outage, after which a
 * broker may have come back without its data. Thread-safe.
 */
final class Unrecorded<T> {
  private static final int MOST = 2_000;
  private static final long NOT_TAKEN = -1;

  /** What was accepted, and during which connection the stream took it. */
  private record Accepted<T>(T record, long takenAt) {}

  private final Bus bus;
  private final Map<String, Accepted<T>> accepted = new LinkedHashMap<>();

  Unrecorded(Bus bus) {
    this.bus = bus;
  }

  /** It is held here, and will be sent. */
  synchronized void held(String id, T record) {
    accepted.put(id, new Accepted<>(record, NOT_TAKEN));
    var eldest = accepted.keySet().iterator();
    while (accepted.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  /** The stream has it. */
  synchronized void taken(String id) {
    long connection = bus.health().reconnects();
    accepted.computeIfPresent(id, (same, it) -> new Accepted<>(it.record, connection));
  }

  /** It is in the store, or will never be. */
  synchronized void recorded(String id) {
    accepted.remove(id);
  }

  synchronized Optional<T> get(String id) {
    Accepted<T> it = accepted.get(id);
    if (it != null && it.takenAt != NOT_TAKEN && it.takenAt != bus.health().reconnects()) {
      accepted.remove(id);
      return Optional.empty();
    }
    return Optional.ofNullable(it).map(Accepted::record);
  }
}
