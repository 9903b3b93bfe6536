package io.breakwater.controlplane;

import io.micrometer.core.instrument.binder.MeterBinder;

/** A service that is at work, with its metrics. */
interface ServiceMetrics extends MeterBinder, AutoCloseable {
  /** Sees to the meters that come and go; called before each answer. */
  default void refresh() {}
}
