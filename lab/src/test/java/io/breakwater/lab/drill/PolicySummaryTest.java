package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicySummaryTest {

  private static Map<String, @Nullable Object> of(String yaml) {
    return PolicySummary.of(
        LifecyclePolicy.parse(
            yaml, "test.yaml", Map.of("HOSTNAME", "host", "BREAKWATER_NATS_PASSWORD", "hunter2")));
  }

  @Test
  void saysWhatExplainsTheFigures_andNoSecret() {
    Map<String, @Nullable Object> summary =
        of(
            """
            service: gateway
            nats: { servers: ["nats://127.0.0.1:4222"], user: me, connectTimeout: 3s }
            reconnect: { shape: spread, wait: 4s }
            """);

    assertThat(summary)
        .containsExactly(
            Map.entry("client", "bus"),
            Map.entry("startup", "retry-within-budget"),
            Map.entry("startupBudget", "27s"),
            Map.entry("reconnect", "spread"),
            Map.entry("wait", "4s"),
            Map.entry("period", "4s"),
            Map.entry("connectTimeout", "3s"));
    assertThat(summary.toString()).doesNotContain("hunter2");
  }

  @Test
  void onlyAStartupWithABudgetHasOne() {
    assertThat(
            of(
                """
                service: gateway
                nats: { servers: ["nats://127.0.0.1:4222"], user: me }
                startup: { policy: fail-fast }
                """))
        .containsEntry("startup", "fail-fast")
        .doesNotContainKey("startupBudget");
  }

  @Test
  void plainJnatsIsSummedUpByItsOwnDefaults() {
    assertThat(PolicySummary.ofJnats(Duration.ofSeconds(5)))
        .containsExactly(
            Map.entry("client", "jnats " + Nats.CLIENT_VERSION),
            Map.entry("startup", "connect or exit 1"),
            Map.entry("reconnect", "every 2s"),
            Map.entry("jitter", "100ms"),
            Map.entry("maxReconnects", -1),
            Map.entry("connectTimeout", "5s"));
  }
}
