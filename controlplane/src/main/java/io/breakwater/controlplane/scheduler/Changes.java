package io.breakwater.controlplane.scheduler;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The latest workers whose load has changed, in order, by number from 1. Belongs to the loop. */
final class Changes {
  /** Who missed more than so many looks at all workers again. */
  private static final int KEPT = 1_024;

  private final @Nullable WorkerState[] latest = new WorkerState[KEPT];
  private long last;

  void add(WorkerState worker) {
    last++;
    latest[(int) (last % KEPT)] = worker;
  }

  /** Returns the number of the last change; 0 before the first. */
  long last() {
    return last;
  }

  /** Hands out what has changed after a number; returns false, and does not, if that is gone. */
  boolean since(long number, Consumer<WorkerState> changed) {
    if (last - number > KEPT) {
      return false;
    }
    for (long next = number + 1; next <= last; next++) {
      WorkerState worker = latest[(int) (next % KEPT)];
      if (worker != null) {
        changed.accept(worker);
      }
    }
    return true;
  }
}
