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
  private static final int MOST_KINDS = 10_000;

  private final Map<String, String> pools;
  private final int missedHeartbeats;
  private final Map<String, WorkerState> workers = new HashMap<>();

  /** Which workers suit a kind, whatever they have to do; until one comes, goes or is another. */
  private final Map<Kind, List<WorkerState>> suiting = new HashMap<>();

  Registry(Map<String, String> pools, int missedHeartbeats) {
    this.pools = pools;
    this.missedHeartbeats = missedHeartbeats;
  }

  WorkerState heard(Heartbeat beat, WorkerStatus status, long now) {
    WorkerState worker = named(beat.instance(), now);
    if (!worker.suitsAs(status)) {
      suiting.clear();
    }
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

  /** Returns how many jobs the workers have. */
  int jobsGiven() {
    return workers.values().stream().mapToInt(worker -> worker.jobs.size()).sum();
  }

  /** Returns the least loaded worker that suits and has room. */
  Optional<WorkerState> leastLoaded(Kind kind) {
    WorkerState best = null;
    for (WorkerState worker : suiting(kind)) {
      if (worker.hasRoom() && (best == null || worker.load() < best.load())) {
        best = worker;
      }
    }
    return Optional.ofNullable(best);
  }

  private List<WorkerState> suiting(Kind kind) {
    if (suiting.size() > MOST_KINDS) {
      suiting.clear();
    }
    return suiting.computeIfAbsent(
        kind, one -> workers.values().stream().filter(worker -> worker.suits(one, pools)).toList());
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
    if (!lost.isEmpty()) {
      suiting.clear();
      lost.forEach(worker -> workers.remove(worker.id));
    }
    return lost;
  }
}
