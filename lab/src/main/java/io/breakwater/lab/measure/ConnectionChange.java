package io.breakwater.lab.measure;

import io.breakwater.journal.RunEvent;
import io.breakwater.lab.pods.PodEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * A replica is connected, or no longer, from a moment on: the one place that knows which events
 * mean that.
 *
 * @param at the moment
 * @param replica the name of its pod
 * @param connected what it is from then on
 */
record ConnectionChange(Instant at, String replica, boolean connected) {

  /** Returns what an event of a service says of its connection; empty if nothing. */
  static Optional<ConnectionChange> of(RunEvent event) {
    return switch (event.type()) {
      case "connected", "reconnected" -> change(event, true);
      // "opened" is a new process: whatever the one before it had is gone.
      case "opened", "disconnected", "failed", "closed" -> change(event, false);
      default -> Optional.empty();
    };
  }

  /** Returns what an event of a pod says: a process that has ended is not connected. */
  static Optional<ConnectionChange> of(PodEvent event) {
    return event.change() instanceof PodEvent.Exited || event.change() instanceof PodEvent.Deleted
        ? Optional.of(new ConnectionChange(event.at(), event.pod().name(), false))
        : Optional.empty();
  }

  private static Optional<ConnectionChange> change(RunEvent event, boolean connected) {
    return Optional.of(new ConnectionChange(event.at(), event.source(), connected));
  }
}
