package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.WorkerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which workers there are, by their heartbeats. Belongs to the loop. */
final class Registry {
  private final Map<String, String> pools;
  private final int missedHeartbeats;
  private final Map<String, WorkerState> workers = new HashMap<>();

  Registry(Map<String, String> pools, int missedHeartbeats) {
    this.pools = pools;
    this.missedHeartbeats = missedHeartbeats;
  }

  WorkerState heard(Heartbeat beat, WorkerStatus status, long now) {
    WorkerState worker = named(beat.instance(), now);
    worker.status = status;
    worker.interval = Duration.ofMillis(beat.intervalMillis());
    worker.heardNanos = now;
    return worker;
  }

  /** Returns a worker that a record names, heard of or not. */
  WorkerState named(String id, long now) {
    return workers.computeIfAbsent(id, name -> new WorkerState(name, now));
  }

  Collection<WorkerState> all() {
    return workers.values();
  }

  /** Returns the least loaded worker that suits and has room. */
  Optional<WorkerState> leastLoaded(Kind kind) {
    WorkerState best = null;
    for (WorkerState worker : workers.values()) {
      if (worker.hasRoom()
          && worker.suits(kind, pools)
          && (best == null || worker.load() < best.load())) {
        best = worker;
      }
    }
    return Optional.ofNullable(best);
  }

  boolean suits(WorkerState worker, Kind kind) {
    return worker.suits(kind, pools);
  }

  /**
   * Takes out those that have been silent for too long, none of which is the fault of an outage.
   *
   * @param steadySinceNanos since when their heartbeats could be heard
   */
  List<WorkerState> takeLost(long now, long steadySinceNanos) {
    List<WorkerState> lost = new ArrayList<>();
    for (WorkerState worker : workers.values()) {
      long silent = now - Math.max(worker.heardNanos, steadySinceNanos);
      if (silent > worker.interval.multipliedBy(missedHeartbeats).toNanos()) {
        lost.add(worker);
      }
    }
    lost.forEach(worker -> workers.remove(worker.id));
    return lost;
  }
}
