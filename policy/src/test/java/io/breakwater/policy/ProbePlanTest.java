package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbePlanTest {

  @Test
  void retryWithinBudget_outlastsTheProcesssOwnDeadline() {
    LifecyclePolicy policy = policy(StartupKind.RETRY_WITHIN_BUDGET);
    ProbePlan plan = policy.probePlan();
    assertThat(plan.startup().window()).isEqualTo(Duration.ofSeconds(30 + 105 + 1));
    assertThat(plan.startupCondition()).isEqualTo(ProbeCondition.STARTED);
    assertThat(plan.arithmetic())
        .isEqualTo("process start 30s + startup budget 1m45s + one probe period 1s = 2m16s");
  }

  @Test
  void failFast_givesOnePass_andAsksForNoBroker() {
    ProbePlan plan = policy(StartupKind.FAIL_FAST).probePlan();
    assertThat(plan.startup().window()).isEqualTo(Duration.ofSeconds(30 + 30 + 1));
    assertThat(plan.readinessCondition()).isEqualTo(ProbeCondition.PROCESS_UP);
    assertThat(plan.livenessCondition()).isEqualTo(ProbeCondition.PROCESS_UP);
  }

  @Test
  void failFast_onSlowSlots_hasTimeForItsPass() {
    LifecyclePolicy policy =
        policy(StartupKind.FAIL_FAST).toBuilder()
            .reconnect(ReconnectSettings.DEFAULTS.withWaitTime(Duration.ofSeconds(25)))
            .build();
    assertThat(policy.probePlan().startup().window())
        .isEqualTo(Duration.ofSeconds(30 + 3 * 25 + 1));
  }

  @Test
  void retryForever_isStartedWhenItIsUp_andReadyWhenConnected() {
    ProbePlan plan = policy(StartupKind.RETRY_FOREVER).probePlan();
    assertThat(plan.startupCondition()).isEqualTo(ProbeCondition.PROCESS_UP);
    assertThat(plan.startup().window()).isEqualTo(Duration.ofSeconds(31));
    assertThat(plan.readinessCondition()).isEqualTo(ProbeCondition.CONNECTED);
  }

  @Test
  void halfSeconds_roundTheWindowUp() {
    LifecyclePolicy policy = policy(StartupKind.RETRY_WITHIN_BUDGET);
    ProbePlan plan =
        policy.toBuilder()
            .startup(policy.startup().withMargin(Duration.ofMillis(15_500)))
            .build()
            .probePlan();
    assertThat(plan.startup().failureThreshold()).isEqualTo(137);
  }

  @ParameterizedTest
  @EnumSource(StartupKind.class)
  void liveness_isTheSameUnderEveryPolicy_andPatient(StartupKind kind) {
    Probe liveness = policy(kind).probePlan().liveness();
    assertThat(liveness.path()).isEqualTo("/livez");
    assertThat(liveness.window()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void settings_changeWhatTheAnswersDependOn() {
    LifecyclePolicy policy = policy(StartupKind.RETRY_WITHIN_BUDGET);
    ProbePlan plan =
        policy.toBuilder()
            .probes(
                policy
                    .probes()
                    .withReadiness(ReadinessMode.ACCEPTING)
                    .withMaxOutage(Duration.ofHours(1)))
            .build()
            .probePlan();
    assertThat(plan.readinessCondition()).isEqualTo(ProbeCondition.ACCEPTING);
    assertThat(plan.livenessCondition())
        .isEqualTo(ProbeCondition.MACHINERY_ALIVE_WITHIN_MAX_OUTAGE);
  }

  @Test
  void yaml_isWhatAContainerTakes() {
    assertThat(policy(StartupKind.RETRY_WITHIN_BUDGET).probePlan().toYaml())
        .isEqualTo(
            """
            startupProbe:
              httpGet: { path: /startupz, port: 8086 }
              initialDelaySeconds: 0
              periodSeconds: 1
              timeoutSeconds: 1
              failureThreshold: 136
            readinessProbe:
              httpGet: { path: /readyz, port: 8086 }
              initialDelaySeconds: 0
              periodSeconds: 1
              timeoutSeconds: 1
              failureThreshold: 3
            livenessProbe:
              httpGet: { path: /livez, port: 8086 }
              initialDelaySeconds: 0
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            """);
  }

  private static LifecyclePolicy policy(StartupKind kind) {
    return LifecyclePolicy.builder()
        .service("x")
        .servers("nats://a", "nats://b", "nats://c")
        .startup(StartupSettings.DEFAULTS.withPolicy(kind))
        .build();
  }
}
