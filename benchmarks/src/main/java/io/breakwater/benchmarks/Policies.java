package io.breakwater.benchmarks;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;

/** The policy of all benchmarks: the defaults, on any probe port of the loopback. */
final class Policies {
  private Policies() {}

  static LifecyclePolicy defaults(String url) {
    return LifecyclePolicy.builder()
        .service("benchmark")
        .servers(url)
        .probes(ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(0))
        .build();
  }
}
