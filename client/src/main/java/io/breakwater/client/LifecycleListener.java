package io.breakwater.client;

/** Is told what happens to a bus. */
@FunctionalInterface
public interface LifecycleListener {

  /**
   * Called for each event, in their order, on one thread of the bus's own. A listener that is slow
   * delays the log and the event file, never the connection. What it throws is logged and
   * forgotten.
   */
  void onEvent(LifecycleEvent event);
}
