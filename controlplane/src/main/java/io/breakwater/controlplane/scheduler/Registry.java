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
  private static final int MOST_KINDS = 1_000;

  /** So many places of workers are kept, in the orders of all kinds: some 15 MiB. */
  private static final int MOST_PLACES = 100_000;

  private final Map<String, String> pools;
  private final int missedHeartbeats;
  private final Map<String, WorkerState> workers = new HashMap<>();

  /** Which workers suit a kind, until one comes, goes or is another. */
  private final Map<Kind, LeastLoaded> suiting = new HashMap<>();

  /** The same, by the workers: many kinds are done by the same ones. */
  private final Map<List<WorkerState>, LeastLoaded> orders = new HashMap<>();

  private final Changes changes = new Changes();

  Registry(Map<String, String> pools, int missedHeartbeats) {
    this.pools = pools;
    this.missedHeartbeats = missedHeartbeats;
  }

  WorkerState heard(Heartbeat beat, WorkerStatus status, long now) {
    WorkerState worker = named(beat.instance(), now);
    if (!worker.suitsAs(status)) {
      forgetOrders();
    }
    if (worker.status.slots() != status.slots()) {
      changes.add(worker);
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

  /** Gives a job to a worker, in the place of the one that has it. */
  void assign(OpenJob job, WorkerState worker) {
    if (job.worker != worker) {
      unassign(job);
      job.worker = worker;
      worker.jobs.add(job);
      changes.add(worker);
    }
  }

  /** Takes a job from the worker that has it, if any. */
  void unassign(OpenJob job) {
    WorkerState worker = job.worker;
    if (worker != null) {
      worker.jobs.remove(job);
      job.worker = null;
      changes.add(worker);
    }
  }

  /** Returns the least loaded worker that suits and has room. */
  Optional<WorkerState> leastLoaded(Kind kind) {
    LeastLoaded known = suiting.get(kind);
    return (known == null ? ordered(kind) : known).first();
  }

  private LeastLoaded ordered(Kind kind) {
    if (suiting.size() >= MOST_KINDS || (long) orders.size() * workers.size() > MOST_PLACES) {
      forgetOrders();
    }
    List<WorkerState> suit =
        workers.values().stream().filter(worker -> worker.suits(kind, pools)).toList();
    LeastLoaded order = orders.computeIfAbsent(suit, same -> new LeastLoaded(same, changes));
    suiting.put(kind, order);
    return order;
  }

  private void forgetOrders() {
    suiting.clear();
    orders.clear();
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
      forgetOrders();
      lost.forEach(worker -> workers.remove(worker.id));
    }
    return lost;
  }
}
