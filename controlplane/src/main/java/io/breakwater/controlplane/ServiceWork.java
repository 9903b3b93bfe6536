package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.policy.LifecyclePolicy;

/** What a service does while it lives on its bus. */
interface ServiceWork {
  /** What {@link #start} began. */
  interface Running {
    /** Ends it in order; the bus is closed after that. */
    void stop();
  }

  /**
   * Begins the work. The bus may not be connected yet.
   *
   * @throws IllegalArgumentException if it cannot begin; the message is one line, and the process
   *     ends with 1
   */
  Running start(Bus bus, LifecyclePolicy policy);
}
