package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.BusState;
import io.breakwater.client.DeliveryHealth;
import io.breakwater.client.Health;
import io.breakwater.client.Policies;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReadinessMode;
import io.breakwater.policy.StartupKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeAnswersTest {
  private static final Health CONNECTING = health(BusState.CONNECTING, false, 75, true);
  private static final Health CONNECTED = health(BusState.CONNECTED, true, 0, true);
  private static final Health OUT = health(BusState.DISCONNECTED, true, 75, true);
  private static final Health CLOSED = health(BusState.CLOSED, true, 75, true);
  private static final Health DEAD = health(BusState.CONNECTED, true, 0, false);

  @Test
  void withinBudget_startupWaitsForTheFirstConnectionOnly() {
    ProbeAnswers answers = answers(StartupKind.RETRY_WITHIN_BUDGET, ProbeSettings.DEFAULTS);
    assertFails(answers.startup(CONNECTING), "nats not connected yet (outage 1m15s)");
    assertPasses(answers.startup(CONNECTED));
    assertPasses(answers.startup(OUT));
  }

  @Test
  void readiness_isBeingConnected() {
    ProbeAnswers answers = answers(StartupKind.RETRY_WITHIN_BUDGET, ProbeSettings.DEFAULTS);
    assertFails(answers.readiness(CONNECTING), "nats disconnected (outage 1m15s)");
    assertPasses(answers.readiness(CONNECTED));
    assertFails(answers.readiness(OUT), "nats disconnected (outage 1m15s)");
    assertFails(answers.readiness(CLOSED), "nats disconnected (outage 1m15s)");
  }

  @Test
  void liveness_neverAsksForTheBroker() {
    ProbeAnswers answers = answers(StartupKind.RETRY_WITHIN_BUDGET, ProbeSettings.DEFAULTS);
    assertPasses(answers.liveness(CONNECTING));
    assertPasses(answers.liveness(OUT));
    assertFails(answers.liveness(DEAD), "the bus's own supervisor is dead");
  }

  @Test
  void grace_isForOutages_notForTheFirstConnection() {
    ProbeAnswers answers =
        answers(
            StartupKind.RETRY_WITHIN_BUDGET,
            ProbeSettings.DEFAULTS.withGrace(Duration.ofSeconds(75)));
    assertPasses(answers.readiness(OUT));
    assertFails(
        answers.readiness(health(BusState.DISCONNECTED, true, 76, true)),
        "nats disconnected (outage 1m16s)");
    assertFails(answers.readiness(CONNECTING), "nats disconnected (outage 1m15s)");
    assertFails(answers.readiness(CLOSED), "nats disconnected (outage 1m15s)");
  }

  @Test
  void accepting_isReadyUntilItIsClosed() {
    ProbeAnswers answers =
        answers(
            StartupKind.RETRY_WITHIN_BUDGET,
            ProbeSettings.DEFAULTS.withReadiness(ReadinessMode.ACCEPTING));
    assertPasses(answers.readiness(CONNECTING));
    assertPasses(answers.readiness(OUT));
    assertFails(answers.readiness(CLOSED), "bus closed");
  }

  @Test
  void maxOutage_failsLivenessOnlyBeyondIt() {
    ProbeAnswers answers =
        answers(
            StartupKind.RETRY_WITHIN_BUDGET,
            ProbeSettings.DEFAULTS.withMaxOutage(Duration.ofSeconds(75)));
    assertPasses(answers.liveness(OUT));
    assertFails(
        answers.liveness(health(BusState.DISCONNECTED, true, 76, true)),
        "nats disconnected for longer than maxOutage (outage 1m16s)");
    assertFails(answers.liveness(DEAD), "the bus's own supervisor is dead");
  }

  @Test
  void failFast_isReadyAndAliveWhileItsProcessIs() {
    ProbeAnswers answers = answers(StartupKind.FAIL_FAST, ProbeSettings.DEFAULTS);
    assertFails(answers.startup(CONNECTING), "nats not connected yet (outage 1m15s)");
    assertPasses(answers.readiness(OUT));
    assertPasses(answers.liveness(DEAD));
  }

  @Test
  void retryForever_hasStartedAtOnce() {
    ProbeAnswers answers = answers(StartupKind.RETRY_FOREVER, ProbeSettings.DEFAULTS);
    assertPasses(answers.startup(CONNECTING));
    assertFails(answers.readiness(CONNECTING), "nats disconnected (outage 1m15s)");
  }

  private static void assertPasses(ProbeAnswers.Answer answer) {
    assertThat(answer.passed()).isTrue();
    assertThat(answer.line()).isEqualTo("ok");
  }

  private static void assertFails(ProbeAnswers.Answer answer, String line) {
    assertThat(answer.passed()).isFalse();
    assertThat(answer.line()).isEqualTo(line);
  }

  private static ProbeAnswers answers(StartupKind kind, ProbeSettings settings) {
    LifecyclePolicy policy = Policies.starting(kind, "nats://a:1").probes(settings).build();
    return new ProbeAnswers(policy.probePlan(), settings);
  }

  private static Health health(BusState state, boolean started, int outageSeconds, boolean alive) {
    return new Health(
        state,
        started,
        "nats://a:1",
        Duration.ofSeconds(outageSeconds),
        3,
        AttemptOutcome.REFUSED,
        "Connection refused",
        0,
        Map.of(AttemptOutcome.REFUSED, 3L),
        DeliveryHealth.NONE,
        List.of(),
        alive,
        FleetFacts.of(150, 14.4321, 7),
        Duration.ofSeconds(11));
  }
}
