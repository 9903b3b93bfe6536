package io.breakwater.lab.pods;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events of a runtime, kept for assertions. */
final class EventLog implements PodListener {

  private final List<PodEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(PodEvent event) {
    events.add(event);
  }

  List<PodEvent> of(String pod) {
    return events.stream().filter(event -> event.pod().name().equals(pod)).toList();
  }

  /** Returns the events of a pod of one kind, oldest first. */
  List<PodEvent> of(String pod, Class<? extends PodEvent.Change> kind) {
    return of(pod).stream().filter(event -> kind.isInstance(event.change())).toList();
  }

  /** Returns the simple names of what happened to a pod, oldest first. */
  List<String> kinds(String pod) {
    return of(pod).stream().map(event -> event.change().getClass().getSimpleName()).toList();
  }
}
