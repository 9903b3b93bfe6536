package io.breakwater.controlplane.scheduler;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The workers that suit one kind of job, those with room in the order of their load. What has
 * changed since it was asked last is put right when it is asked again: who is not asked costs
 * nothing. Belongs to the loop.
 */
final class LeastLoaded {
  private static final Comparator<Place> ORDER =
      Comparator.comparingDouble(Place::load).thenComparingLong(Place::number);

  private final Changes changes;
  private final Map<WorkerState, Place> places = new HashMap<>();
  private final TreeSet<Place> withRoom = new TreeSet<>(ORDER);
  private long seen;

  /** Where a worker was put; it stays there until it is looked at again. */
  private record Place(WorkerState worker, double load, long number) {}

  /**
   * Creates an order of workers.
   *
   * @param changes says whose load may be another one
   */
  LeastLoaded(Collection<WorkerState> suiting, Changes changes) {
    this.changes = changes;
    suiting.forEach(worker -> places.put(worker, placeOf(worker, places.size())));
    putAll();
  }

  /** Returns the first one, if any has room. */
  Optional<WorkerState> first() {
    if (!changes.since(seen, this::put)) {
      putAll();
    }
    seen = changes.last();
    return withRoom.isEmpty() ? Optional.empty() : Optional.of(withRoom.first().worker());
  }

  private void putAll() {
    withRoom.clear();
    places.replaceAll((worker, place) -> placeOf(worker, place.number()));
    places.values().stream().filter(place -> place.worker().hasRoom()).forEach(withRoom::add);
    seen = changes.last();
  }

  private void put(WorkerState worker) {
    Place before = places.get(worker);
    if (before != null) {
      withRoom.remove(before);
      Place now = placeOf(worker, before.number());
      places.put(worker, now);
      if (worker.hasRoom()) {
        withRoom.add(now);
      }
    }
  }

  private static Place placeOf(WorkerState worker, long number) {
    return new Place(worker, worker.load(), number);
  }
}
