package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probes of services, in the many ways that they are written. */
class ServiceRulesTest {
  private static final String RULE = "liveness-checks-broker";
  private static final String LIVENESS = "httpGet: { path: /livez, port: probes }";
  private static final String READINESS = "httpGet: { path: /readyz, port: probes }";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          httpGet: { path: /health/nats, port: 8086 }             | liveness-checks-broker
          httpGet: { path: /actuator/health, port: 8086 }         | liveness-checks-broker
          httpGet: { path: /actuator/health/readiness, port: 1 }  | liveness-checks-broker
          httpGet: { path: "/health?check=broker", port: 8086 }   | liveness-checks-broker
          exec: { command: [ sh, -c, "nc -z nats 4222" ] }        | liveness-checks-broker
          httpGet: { path: /metrics, port: 8086 }                 | probe-on-metrics
          httpGet: { path: /api/v1/jobs, port: 8086 }             | probe-needs-key
          httpGet: { path: /x, port: 1, httpHeaders: [ { name: X-Api-Key, value: k } ] } | probe-needs-key
          """)
  void liveness_found(String probe, String rule) {
    assertThat(Texts.found(Texts.good(RULE, LIVENESS, probe))).containsExactly(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          httpGet: { path: /actuator/health/liveness, port: 8086 }
          httpGet: { path: /healthz, port: 8086 }
          httpGet: { path: /api/v1/health, port: 8086 }
          httpGet: { path: /brokerage/livez, port: 8086 }
          tcpSocket: { port: 8086 }
          exec: { command: [ cat, /tmp/alive ] }
          """)
  void liveness_notFound(String probe) {
    assertThat(Texts.found(Texts.good(RULE, LIVENESS, probe))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcpSocket: { port: 8086 }
          httpGet: { path: /, port: 8086 }
          httpGet: { path: /ping, port: 8086 }
          httpGet: { path: /actuator/health/liveness, port: 8086 }
          """)
  void readinessThatIsAlwaysWell_found(String probe) {
    assertThat(Texts.found(Texts.good(RULE, READINESS, probe)))
        .containsExactly("readiness-without-broker");
  }

  @Test
  void containerThatHasNothingToDoWithNats_isLeftAlone() {
    String text =
        Texts.good(
            "startup-probe-missing",
            "BREAKWATER_NATS",
            "OTHER",
            "BREAKWATER_",
            "OTHER_",
            "nats://",
            "amqp://");
    assertThat(Texts.found(text.replaceAll("(?s) {10}startupProbe.*", ""))).isEmpty();
  }

  @Test
  void noStartupProbe_isWorseWhereLivenessNeedsTheBroker() {
    String text =
        Texts.good("startup-probe-missing", "path: /livez", "path: /readyz")
            .replaceAll("(?s) {10}startupProbe.*?( {10}readiness)", "$1");
    assertThat(Texts.report(text).open())
        .filteredOn(finding -> finding.rule().equals("startup-probe-missing"))
        .extracting(Finding::severity)
        .containsExactly(Severity.ERROR);
  }

  @Test
  void startupWindow_ofAServiceWithoutPolicy_restsOnAnAssumption_andIsMilder() {
    AuditReport report =
        Texts.report(
            Texts.good("zero-jitter-jnats", "failureThreshold: 136", "failureThreshold: 20"));
    assertThat(report.open())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("startup-window-short");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.arithmetic()).contains("20 s", "1m16s", "assumed");
            });
  }

  @Test
  void startupWindow_followsThePolicyInAMountedConfigMap() {
    String policy =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: orders-policy }
        data:
          breakwater.yaml: |
            service: orders
            nats:
              connectTimeout: 20s
              servers: [nats://a, nats://b, nats://c]
        ---
        """;
    String mounted =
        Texts.good("startup-window-short")
            + "      volumes:\n        - { name: policy, configMap: { name: orders-policy } }\n";
    AuditReport report =
        Texts.report(
            policy
                + mounted.replaceAll(
                    "(?m)^ +env:\\n(?: {12}.*\\n)+? {10}ports", "          ports"));
    assertThat(report.open())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("startup-window-short");
              assertThat(finding.arithmetic()).contains("startup budget 3m15s");
            });
  }

  @Test
  void policyFile_appliesToTheDeploymentOfItsName() {
    String policy =
        "service: orders\nnats: { connectTimeout: 30s, servers: [nats://a, nats://b] }\n";
    String deployment =
        Texts.good("startup-window-short")
            .replaceAll("(?m)^ +env:\\n(?: {12}.*\\n)+? {10}ports", "          ports");
    assertThat(Texts.found(policy + "---\n" + deployment)).containsExactly("startup-window-short");
  }

  @Test
  void policyInVariables_thatIsWrong_isAProblemAtItsVariable() {
    AuditReport report =
        Texts.report(
            Texts.good(
                "startup-window-short",
                "          ports:",
                "            - { name: BREAKWATER_RECONNECT_WAIT, value: 2 }\n          ports:"));
    assertThat(report.problems())
        .singleElement()
        .hasToString(
            "-:20: BREAKWATER_RECONNECT_WAIT: expected a duration such as 2s or 500ms, got \"2\"");
  }

  @Test
  void passwordFromASecret_isNoProblem() {
    String variables =
        """
                    - { name: BREAKWATER_NATS_USER, value: orders }
                    - name: BREAKWATER_NATS_PASSWORD
                      valueFrom: { secretKeyRef: { name: nats, key: password } }
                  ports:\
        """;
    AuditReport report =
        Texts.report(Texts.good("startup-window-short", "          ports:", variables));
    assertThat(report.problems()).isEmpty();
    assertThat(report.open()).isEmpty();
  }

  @Test
  void timeoutOfOneSecond_thatIsWritten_isADecision() {
    assertThat(
            Texts.found(
                Texts.good(
                    "probe-timeout-default",
                    "            timeoutSeconds: 5",
                    "            timeoutSeconds: 1")))
        .isEmpty();
  }
}
