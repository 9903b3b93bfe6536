package io.breakwater.lab.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job, a run, or a job of a step: what was said of it. */
final class Subject {
  final String id;

  /** The calls that were answered with its id; none for the job of a step. */
  final List<Call> calls = new ArrayList<>();

  /** In order. */
  final List<Sighting> sightings = new ArrayList<>();

  /** If somebody has sent a cancellation. */
  boolean cancelled;

  /** What it executes; empty for an id that nobody was given. */
  Optional<Place> place = Optional.empty();

  Subject(String id) {
    this.id = id;
  }

  void see(Sighting sighting) {
    sightings.add(sighting);
  }

  boolean accepted() {
    return calls.stream().anyMatch(Call::accepted);
  }

  boolean doomed() {
    return calls.stream().anyMatch(Call::doomed);
  }

  boolean isRun() {
    return calls.stream().anyMatch(call -> call.workflow() != null);
  }

  /** Returns what was seen last, not from memory. */
  Optional<Sighting> last() {
    return fresh().stream().reduce((one, next) -> next);
  }

  /** Returns what was seen, but for what was from memory. */
  List<Sighting> fresh() {
    return sightings.stream().filter(sighting -> !sighting.stale()).toList();
  }
}
