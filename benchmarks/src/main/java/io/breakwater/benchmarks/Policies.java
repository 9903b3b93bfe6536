package io.breakwater.benchmarks;

import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;

/** The policy of all benchmarks: the defaults, on any probe port of the loopback. */
final class Policies {
  private Policies() {}

  /** Returns the same without a buffer: each publish of an outage is refused. */
  static LifecyclePolicy refusing(String url) {
    return defaults(url).toBuilder().buffer(BufferPolicy.DEFAULTS.withCapacityBytes(0)).build();
  }

  static LifecyclePolicy defaults(String url) {
    return LifecyclePolicy.builder()
        .service("benchmark")
        .servers(url)
        .probes(ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(0))
        .build();
  }
}
