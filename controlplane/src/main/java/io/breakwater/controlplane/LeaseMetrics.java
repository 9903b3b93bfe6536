package io.breakwater.controlplane;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Predicate;

/** If an instance is the active one of its service. */
final class LeaseMetrics {
  private LeaseMetrics() {}

  static <T> void bind(
      MeterRegistry registry, String lease, T service, Predicate<T> held, Predicate<T> suspended) {
    Gauge.builder("breakwater.lease.held", service, it -> held.test(it) ? 1 : 0)
        .tags("lease", lease)
        .description("1 on the active instance, else 0")
        .register(registry);
    Gauge.builder("breakwater.lease.suspended", service, it -> suspended.test(it) ? 1 : 0)
        .tags("lease", lease)
        .description("1 while the active instance waits for an outage to end, else 0")
        .register(registry);
  }
}
