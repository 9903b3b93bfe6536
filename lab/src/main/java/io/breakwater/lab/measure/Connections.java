package io.breakwater.lab.measure;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which replicas are connected, and since when. Changes may be added in any order: of each replica
 * the latest one counts, by its own time, since events of services are read later than those of
 * pods. Not thread-safe.
 */
final class Connections {
  private final Map<String, ConnectionChange> latest = new HashMap<>();
  private final Map<String, Instant> since = new HashMap<>();

  /** Returns who was connected at a moment, from all changes up to it. */
  static Connections at(Instant moment, Collection<ConnectionChange> changes) {
    Connections connections = new Connections();
    changes.stream()
        .filter(change -> !change.at().isAfter(moment))
        .sorted(Comparator.comparing(ConnectionChange::at))
        .forEach(connections::add);
    return connections;
  }

  void add(ConnectionChange change) {
    ConnectionChange known = latest.get(change.replica());
    if (known != null && known.at().isAfter(change.at())) {
      return;
    }
    latest.put(change.replica(), change);
    if (!change.connected()) {
      since.remove(change.replica());
    } else {
      // Said twice, it counts from the first time.
      since.putIfAbsent(change.replica(), change.at());
    }
  }

  /** Returns since when each connected replica has been connected without a break. */
  Collection<Instant> since() {
    return List.copyOf(since.values());
  }
}
