package io.breakwater.lab.measure;

import io.breakwater.journal.RunEvent;
import io.breakwater.lab.pods.PodEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What services and pods said during one arm, and who is connected now. Thread-safe. */
public final class Recording {
  private final List<RunEvent> events = new ArrayList<>();
  private final List<PodEvent> podEvents = new ArrayList<>();
  private final Connections connections = new Connections();

  /** Takes an event of a service. */
  public synchronized void service(RunEvent event) {
    events.add(event);
    ConnectionChange.of(event).ifPresent(connections::add);
  }

  /** Takes an event of a pod. */
  public synchronized void pod(PodEvent event) {
    podEvents.add(event);
    ConnectionChange.of(event).ifPresent(connections::add);
  }

  /** Returns how many services are connected now. */
  public synchronized int connected() {
    return connections.since().size();
  }

  /**
   * Returns since when so many replicas have been connected at the same time, each by a connection
   * that was made after a given moment; empty if they are not. It is the time of the event, not of
   * its reading.
   */
  public synchronized Optional<Instant> allConnectedSince(int replicas, Instant after) {
    List<Instant> since = connections.since().stream().filter(at -> at.isAfter(after)).toList();
    return since.size() < replicas ? Optional.empty() : since.stream().max(Instant::compareTo);
  }

  /** Returns the events of services so far, in the order of their arrival. */
  public synchronized List<RunEvent> events() {
    return List.copyOf(events);
  }

  /** Returns the events of pods so far, in their order. */
  public synchronized List<PodEvent> podEvents() {
    return List.copyOf(podEvents);
  }
}
