package io.breakwater.lab.measure;

import io.breakwater.journal.RunEvent;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodEvent.Exited;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What services and pods said during one arm, and who is connected now. Thread-safe. */
public final class Recording {
  private final List<RunEvent> events = new ArrayList<>();
  private final List<PodEvent> podEvents = new ArrayList<>();
  private final Set<String> connected = new HashSet<>();

  /** Takes an event of a service. */
  public synchronized void service(RunEvent event) {
    events.add(event);
    switch (event.type()) {
      case "connected", "reconnected" -> connected.add(event.source());
      case "disconnected", "closed", "opened" -> connected.remove(event.source());
      default -> {}
    }
  }

  /** Takes an event of a pod. */
  public synchronized void pod(PodEvent event) {
    podEvents.add(event);
    if (event.change() instanceof Exited) {
      connected.remove(event.pod().name());
    }
  }

  /** Returns how many services are connected now. */
  public synchronized int connected() {
    return connected.size();
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
