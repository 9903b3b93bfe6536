package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.WorkerStatus;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A worker, as the active scheduler knows it. Belongs to the loop. */
final class WorkerState {
  /** What is assumed of a worker that a record names and that has not been heard of yet. */
  private static final WorkerStatus UNHEARD =
      new WorkerStatus("", List.of(), Map.of(), 0, List.of());

  final String id;
  final Set<OpenJob> jobs = new LinkedHashSet<>();
  WorkerStatus status = UNHEARD;
  Duration interval = Duration.ofSeconds(5);
  long heardNanos;

  WorkerState(String id, long now) {
    this.id = id;
    heardNanos = now;
  }

  /** Returns if it suits for the same jobs with another status. */
  boolean suitsAs(WorkerStatus other) {
    return status.topics().equals(other.topics())
        && status.pool().equals(other.pool())
        && status.labels().equals(other.labels());
  }

  boolean hasRoom() {
    return jobs.size() < status.slots();
  }

  double load() {
    return status.slots() == 0 ? 1 : (double) jobs.size() / status.slots();
  }

  boolean suits(Kind kind, Map<String, String> pools) {
    String pool = pools.get(kind.topic());
    return status.topics().contains(kind.topic())
        && (pool == null || pool.equals(status.pool()))
        && status.labels().entrySet().containsAll(kind.requirements().entrySet());
  }
}
