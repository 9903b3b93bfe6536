package io.breakwater.controlplane;

import io.breakwater.client.Bus;

/** What a service does on its bus. */
@FunctionalInterface
interface ServiceWork {
  /**
   * Begins. The bus may still be connecting; streams and buckets are seen to.
   *
   * @param bus stays open until the work has been closed
   * @param instance who this is, different for each process
   * @return what is closed when the process is to end; if it is a {@link ServiceMetrics}, its
   *     metrics are served
   */
  AutoCloseable begin(Bus bus, String instance);
}
