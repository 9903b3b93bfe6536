package io.breakwater.client;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;

/** Policies for tests: quick ones, on any probe port. */
public final class Policies {
  private Policies() {}

  /** Returns a policy that retries every 100 ms and may be changed further. */
  public static LifecyclePolicyBuilder quick(String... urls) {
    return LifecyclePolicy.builder()
        .service("test")
        .servers(urls)
        .connectTimeout(Duration.ofSeconds(5))
        .reconnect(
            ReconnectSettings.DEFAULTS
                .withShape(ScheduleShape.FIXED)
                .withWaitTime(Duration.ofMillis(100)))
        .probes(ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(0));
  }
}
