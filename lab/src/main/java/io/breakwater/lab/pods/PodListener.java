package io.breakwater.lab.pods;

/** Hears what happens to the pods of a runtime. */
@FunctionalInterface
public interface PodListener {

  /**
   * Called for each event, in order, on one thread of its own: a slow listener delays later events
   * but no pod. An exception is logged and otherwise ignored.
   */
  void onEvent(PodEvent event);
}
