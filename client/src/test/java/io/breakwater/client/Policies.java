package io.breakwater.client;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.StartupKind;
import io.breakwater.policy.StartupSettings;
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

  /** Returns the quick policy with another startup policy. */
  public static LifecyclePolicyBuilder starting(StartupKind kind, String... urls) {
    return quick(urls).startup(StartupSettings.DEFAULTS.withPolicy(kind));
  }

  /** Returns a policy with a budget of {@code connectTimeout} for each server, plus the margin. */
  public static LifecyclePolicyBuilder budgeted(
      Duration connectTimeout, Duration margin, String... urls) {
    return quick(urls)
        .connectTimeout(connectTimeout)
        .startup(StartupSettings.DEFAULTS.withPasses(1).withMargin(margin));
  }
}
