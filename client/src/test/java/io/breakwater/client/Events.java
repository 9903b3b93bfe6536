package io.breakwater.client;

import io.breakwater.policy.AttemptOutcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what happened to a bus. */
public final class Events implements LifecycleListener {
  private final List<LifecycleEvent> all = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(LifecycleEvent event) {
    all.add(event);
  }

  /** Returns all events so far. */
  public List<LifecycleEvent> all() {
    return List.copyOf(all);
  }

  /** Returns the events of one type so far. */
  public <E extends LifecycleEvent> List<E> of(Class<E> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Returns how the attempts so far ended. */
  public List<AttemptOutcome> outcomes() {
    return of(LifecycleEvent.Attempted.class).stream()
        .map(LifecycleEvent.Attempted::outcome)
        .toList();
  }
}
