package io.breakwater.lab.drill;

import io.breakwater.policy.DurationText;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.StartupPolicy;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a journal says of the policy of an arm: what explains its figures, and no secret. */
public final class PolicySummary {
  /** jnats's own default. */
  public static final Duration JNATS_CONNECT_TIMEOUT = Options.DEFAULT_CONNECTION_TIMEOUT;

  private PolicySummary() {}

  /** Returns it for the bus. */
  public static Map<String, @Nullable Object> of(LifecyclePolicy policy) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("client", "bus");
    summary.put("startup", policy.startup().policy().text());
    if (policy.startupPolicy() instanceof StartupPolicy.RetryWithinBudget retry) {
      summary.put("startupBudget", DurationText.format(retry.budget().total()));
    }
    summary.put("reconnect", policy.reconnect().shape().text());
    summary.put("wait", DurationText.format(policy.reconnect().waitTime()));
    summary.put("period", DurationText.format(policy.schedule().period()));
    summary.put("connectTimeout", DurationText.format(policy.nats().connectTimeout()));
    return summary;
  }

  /** Returns it for plain jnats. */
  public static Map<String, @Nullable Object> ofJnats(Duration connectTimeout) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("client", "jnats " + Nats.CLIENT_VERSION);
    summary.put("startup", "connect or exit 1");
    summary.put("reconnect", "every " + DurationText.format(Options.DEFAULT_RECONNECT_WAIT));
    summary.put("jitter", DurationText.format(Options.DEFAULT_RECONNECT_JITTER));
    summary.put("maxReconnects", -1);
    summary.put("connectTimeout", DurationText.format(connectTimeout));
    return summary;
  }
}
