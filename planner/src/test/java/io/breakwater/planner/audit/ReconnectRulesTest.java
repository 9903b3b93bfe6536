package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.planner.facts.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How clients come back, from policies, Spring settings, variables and arguments. */
class ReconnectRulesTest {
  private static final String POLICY = "service: orders\nnats: { servers: [nats://a] }\n";

  private static AuditReport measured(int replicas, double rate, String text) {
    return Texts.report(
        new AuditOptions(
            Optional.of(Figure.given(replicas, "--replicas")),
            Optional.of(Figure.given(rate, "--connect-rate")),
            Duration.ofMinutes(10),
            Map.of()),
        text);
  }

  /** The wave of a second over C against the connect timeout, as measured on a real broker. */
  @ParameterizedTest
  @CsvSource({
    "jitter, 2s,  150, true", "jitter, 10s, 150, false", "jitter, 10s, 450, true",
    "spread, 2s,  150, false", "spread, 10s, 450, false", "fixed,  2s,  20,  false",
  })
  void waveCollapses_whereItDidInTheLab(
      String shape, String timeout, int replicas, boolean collapses) {
    String policy =
        "service: orders\nnats: { servers: [nats://a], connectTimeout: %s }\n".formatted(timeout)
            + "reconnect: { shape: %s }\n".formatted(shape);
    assertThat(measured(replicas, 15, policy).open())
        .extracting(Finding::rule)
        .matches(rules -> rules.contains("wave-collapses") == collapses);
  }

  @Test
  void wave_showsItsArithmetic_withItsSources() {
    String policy = POLICY + "reconnect: { shape: fixed }\n";
    assertThat(measured(450, 15, policy).open())
        .filteredOn(finding -> finding.rule().equals("wave-collapses"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.arithmetic())
                    .isEqualTo(
                        "N = 450 (--replicas); C = 15 (--connect-rate) per second;"
                            + " 450 attempts in a second / 15 per second = 30 s > 10s"));
  }

  @Test
  void withoutC_wavesAreNotChecked_andTheReportSaysSo() {
    AuditReport report =
        Texts.report(POLICY + "reconnect: { shape: jitter }\nfleet: { connections: 5000 }\n");
    assertThat(report.open()).isEmpty();
    assertThat(report.unknown()).singleElement().asString().startsWith("C, ");
  }

  @Test
  void capacity_isAssumedFromBcrypt_onTheProcessorsOfTheBroker() {
    String conf =
        Texts.good(
            "broker-single-server",
            "    jetstream {",
            "    authorization { user: a, password: \"$2a$11$abcdefghijklmnopqrstuv\" }\n    jetstream {",
            "          lifecycle:",
            "          resources: { limits: { cpu: 500m } }\n          lifecycle:");
    AuditReport report = Texts.report(conf);
    assertThat(report.figures())
        .filteredOn(figure -> figure.name().equals("connectRate"))
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.value()).isBetween(11.5, 11.6);
              assertThat(figure.assumed()).isTrue();
            });
  }

  @Test
  void replicas_areTheMostThatAnAutoscalerMakes() {
    String scaler =
        """
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: { name: orders }
        spec:
          scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: orders }
          minReplicas: 2
          maxReplicas: 40
        """;
    assertThat(Texts.report(Texts.good("startup-probe-missing") + scaler).figures())
        .first()
        .satisfies(figure -> assertThat(figure.value()).isEqualTo(40));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nats.spring.max-reconnect: 10            | reconnects-bounded
          nats.connection.maxReconnects: 10        | reconnects-bounded
          io.nats.client.reconnect.max: 10         | reconnects-bounded
          nats.reconnect-jitter: 0                 | zero-jitter-jnats
          nats.reconnectJitter: PT0S               | zero-jitter-jnats
          io.nats.client.reconnect.jitter: ${J:0}  | zero-jitter-jnats
          """)
  void springSettings(String line, String rule) {
    String spring = "spring: { application: { name: orders } }\n" + line + "\n";
    assertThat(Texts.found(spring)).contains(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "io.nats.client.timeout,               CONNECT_TIMEOUT",
    "nats.spring.connection-timeout,       CONNECT_TIMEOUT",
    "NATS_CONNECT_TIMEOUT_MS,              CONNECT_TIMEOUT",
    "io.nats.client.reconnect.jitter.tls,  JITTER_TLS",
    "io.nats.client.reconnect.buffer.size, BUFFER",
    "NATS_URL,                             SERVERS",
    "NATS_PASSWORD,                        ",
    "KAFKA_RECONNECT_WAIT,                 ",
  })
  void names_ofSettings(String name, Setting setting) {
    assertThat(Setting.of(name)).isEqualTo(Optional.ofNullable(setting));
  }

  @Test
  void jnatsDefaults_giveUpAfterTwoMinutes() {
    AuditReport report = Texts.report("spring: {}\nnats: { reconnect-wait: 2s }\n");
    assertThat(report.open())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .isEqualTo("60 attempts (the default of jnats) are used up after 2m6s"));
  }

  @Test
  void javaProperties_inArguments() {
    String text =
        Texts.good(
            "startup-probe-missing",
            "          ports:",
            "          command: [ java, -Dio.nats.client.reconnect.max=5, -jar, app.jar ]\n          ports:");
    // The container has a Breakwater policy too: that one decides.
    assertThat(Texts.found(text)).doesNotContain("reconnects-bounded");
    assertThat(Texts.found(text.replace("BREAKWATER_", "X_NATS_"))).contains("reconnects-bounded");
  }

  @Test
  void springPolicy_isReadLikeAFile() {
    String spring =
        """
        spring.application.name: orders
        breakwater:
          nats:
            servers: [nats://a:4222, nats://b:4222]
          startup:
            policy: fail-fast
          reconnect: { shape: fixed }
        """;
    assertThat(Texts.found(spring + "management: {}\n"))
        .containsExactlyInAnyOrder("startup-fail-fast", "fixed-wait");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nats://orders:s3cret@nats:4222         | true
          tls://token123@nats:4222               | true
          nats://$(USER):$(PASSWORD)@nats:4222   | false
          nats://${NATS_USER}@nats:4222          | false
          nats://nats:4222                       | false
          """)
  void credentials(String url, boolean found) {
    String text = Texts.good("zero-jitter-jnats", "nats://nats:4222", url);
    AuditReport report = Texts.report(text);
    assertThat(report.open().isEmpty()).isNotEqualTo(found);
    assertThat(report.toString()).doesNotContain("s3cret").doesNotContain("token123");
  }

  /** A cluster has the password of its routes in each of them: one thing to change, one finding. */
  @Test
  void routesWithOnePassword_areOneFinding_thatTheServerMends() throws IOException {
    String routes =
        """
              "cluster": { "routes": [
                "nats://route:s3cret@nats-0.nats:6222",
                "nats://route:s3cret@nats-1.nats:6222",
                "nats://other:t0psecret@nats-2.nats:6222" ] },
        """;
    String text =
        Files.readString(Path.of("src", "test", "resources", "charts", "nats-default.yaml"))
            .replace("      \"http_port\": 8222,\n", "      \"http_port\": 8222,\n" + routes);
    assertThat(Texts.report(text).open())
        .filteredOn(finding -> finding.rule().equals("credentials-in-url"))
        .extracting(Finding::message)
        .containsExactly(
            "nats://***@nats-0.nats:6222, and 1 more with the same", "nats://***@nats-2.nats:6222");
    assertThat(Texts.report(text).open())
        .filteredOn(finding -> finding.rule().equals("credentials-in-url"))
        .allMatch(finding -> finding.mend().contains("include"))
        .noneMatch(finding -> finding.toString().contains("s3cret"));
  }
}
