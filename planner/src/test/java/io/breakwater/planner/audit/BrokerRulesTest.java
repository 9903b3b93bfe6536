package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker's own manifests and configuration, and budgets, at their edges. */
class BrokerRulesTest {
  private static final String WAVE = "shape: full-jitter, wait: 2s, cap: 30s";

  @ParameterizedTest
  @CsvSource({"200, ERROR", "201, WARNING", "300, WARNING", "301, "})
  void maxConnections_ofThreeServers_for601(int limit, Severity severity) {
    String text =
        Texts.good(
            "max-connections-low",
            "max_connections: 1000",
            "max_connections: " + limit,
            "replicas: 600",
            "replicas: 601");
    assertThat(Texts.report(text).open())
        .extracting(Finding::severity)
        .isEqualTo(severity == null ? List.of() : List.of(severity));
  }

  @ParameterizedTest
  @CsvSource({"29, ERROR", "30, WARNING", "39, WARNING", "40, "})
  void gracePeriod_forALameDuckOf30s(int grace, Severity severity) {
    String text =
        Texts.good(
            "grace-under-lame-duck",
            "terminationGracePeriodSeconds: 60",
            "terminationGracePeriodSeconds: " + grace);
    assertThat(Texts.report(text).open())
        .extracting(Finding::severity)
        .isEqualTo(severity == null ? List.of() : List.of(severity));
  }

  @Test
  void lameDuckThatIsNotWritten_takesTwoMinutes() {
    assertThat(
            Texts.report(Texts.good("grace-under-lame-duck", "lame_duck_duration: 30s", "")).open())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.arithmetic())
                    .contains("lame_duck_duration 2m (the server's default)"));
  }

  @ParameterizedTest
  @CsvSource({
    "minAvailable: 3,      true", "minAvailable: 2,       false", "minAvailable: 100%, true",
    "minAvailable: 51%,    false", "maxUnavailable: 0,    true", "maxUnavailable: 0%,  true",
    "maxUnavailable: 34%,  false", "maxUnavailable: 1,    false",
  })
  void budgetOverThree(String limit, boolean blocks) {
    String text = Texts.good("disruption-budget-missing", "maxUnavailable: 1", limit);
    assertThat(Texts.found(text).contains("disruption-budget-blocks")).isEqualTo(blocks);
  }

  /** 1,000 with full jitter dial some 720 times in the fullest second, which is 7.2 s of work. */
  @ParameterizedTest
  @CsvSource({
    "timeout: 2, true",
    "timeout: \"7s\", true",
    "timeout: 7.1, true",
    "timeout: 7.5, false",
    "timeout: 9s, false",
    "timeout: soon, false",
    "verify: true, true",
  })
  void tlsTimeout_underAWave(String line, boolean found) {
    String text =
        Texts.good("tls-timeout-short", "shape: spread", WAVE, "key_file: /etc/nats/tls.key", line);
    assertThat(Texts.found(text).contains("tls-timeout-short")).isEqualTo(found);
  }

  @Test
  void tlsTimeoutOfTheRoutes_isAnotherOne() {
    String text =
        Texts.good("tls-timeout-short", "shape: spread", WAVE, "    tls {", "    leafnodes {");
    assertThat(Texts.found(text)).doesNotContain("tls-timeout-short");
  }

  @ParameterizedTest
  @CsvSource({
    "nats:2.9.10,             true", "nats:2.9.25-alpine, true", "bitnami/nats:1.4.1,      true",
    "r.example:5000/nats:2.9, true", "nats:v2.9.1@sha256:0, true", "nats:2.10.0-alpine,    false",
    "nats:2.15,               false", "nats:latest,       false", "nats,                   false",
    "nats:3.0.1,              false", "nats:29,           false", "r.example:2.9/nats:2.10, false",
  })
  void imageOfAClusterWithJetStream(String image, boolean old) {
    String text = Texts.good("broker-too-old", "nats:2.10.24-alpine", image);
    assertThat(Texts.found(text).contains("broker-too-old")).isEqualTo(old);
  }

  @Test
  void oldServerAlone_keepsWhatItHas() {
    String text =
        Texts.good(
            "broker-too-old", "nats:2.10.24-alpine", "nats:2.9.10", "replicas: 3", "replicas: 1");
    assertThat(Texts.found(text)).doesNotContain("broker-too-old");
  }

  @Test
  void budgetOfAnotherNamespace_doesNotCount() {
    String text =
        Texts.good(
            "disruption-budget-missing",
            "kind: PodDisruptionBudget\nmetadata:\n",
            "kind: PodDisruptionBudget\nmetadata:\n  namespace: other\n");
    assertThat(Texts.found(text)).containsExactly("disruption-budget-missing");
  }

  @Test
  void orderedReady_isFine_whereNobodyWaitsForTheCluster() {
    String text =
        Texts.good(
            "broker-ordered-ready",
            "  podManagementPolicy: Parallel\n",
            "",
            "/healthz, port",
            "/healthz?js-enabled-only=true, port",
            "js-server-only=true",
            "js-enabled-only=true&ready=1");
    assertThat(Texts.found(text)).isEmpty();
  }

  @Test
  void bcrypt_costsMoreWithEachStep() {
    String conf =
        Texts.good(
            "broker-single-server",
            "    jetstream {",
            "    accounts { A { users: [ { user: a, password: \"$2b$13$abcdef\" } ] } }\n    jetstream {");
    assertThat(Texts.report(conf).open())
        .extracting(Finding::rule, Finding::arithmetic)
        .containsExactly(
            tuple("bcrypt-credentials", "520 ms of processor time each, an NKey about 1 ms"));
  }

  @Test
  void serviceMonitor_ofAPortThatTheServiceHasNot() {
    String monitor =
        """
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: { name: nats }
        spec:
          selector: { matchLabels: { app: nats } }
          endpoints: [ { port: PORT } ]
        """;
    String broker =
        Texts.good(
            "broker-single-server",
            "kind: Service\nmetadata:\n",
            "kind: Service\nmetadata:\n  labels: { app: nats }\n");
    assertThat(Texts.found(broker + monitor.replace("PORT", "metrics")))
        .containsExactly("scrape-without-metrics");
    assertThat(Texts.found(broker + monitor.replace("PORT", "nats")))
        .containsExactly("scrape-without-metrics");
  }

  @Test
  void jetStreamWithoutAnyVolume() {
    String text =
        Texts.good("jetstream-on-emptydir", "            - { name: data, mountPath: /data }\n", "");
    assertThat(Texts.found(text)).containsExactly("jetstream-on-emptydir");
  }
}
