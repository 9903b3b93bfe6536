package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static final Map<String, String> HOST = Map.of("HOSTNAME", "7d9f");
  private static final String HEAD = "service: x\nnats: { servers: [nats://h] }\n";

  @Test
  void wholeFile_isRead() {
    LifecyclePolicy policy =
        parse(
            """
            service: scheduler
            nats:
              servers: [nats://nats-0:4222, nats://nats-1:4222, tls://nats-2]
              connectTimeout: 5s
              name: scheduler-1
            startup: { policy: retry-forever, passes: 2, margin: 1s, firstAttempt: spread }
            reconnect:
              { shape: jitter, wait: 3s, jitter: 1s, jitterTls: 4s, maxAttempts: 60,
                lameDuckWindow: 30s }
            fleet: { connections: 450, connectRate: 14.5, share: 0.5, rank: 7 }
            buffer: { capacity: 1MB, overflow: block, drainRate: 5000, timeout: 1s }
            probes: { enabled: false, port: 9000, readiness: accepting, grace: 5s, maxOutage: 1h }
            """);
    assertThat(policy.nats().servers())
        .extracting(ServerUrl::host)
        .containsExactly("nats-0", "nats-1", "nats-2");
    assertThat(policy.nats().servers().get(2).port()).isEqualTo(4222);
    assertThat(policy.nats().usesTls()).isTrue();
    assertThat(policy.nats().name()).isEqualTo("scheduler-1");
    assertThat(policy.startup().policy()).isEqualTo(StartupKind.RETRY_FOREVER);
    assertThat(policy.schedule())
        .isEqualTo(new JitterSchedule(Duration.ofSeconds(3), Duration.ofSeconds(4)));
    assertThat(policy.reconnect().maxAttempts()).hasValue(60);
    assertThat(policy.reconnect().lameDuckWindow()).isEqualTo(Duration.ofSeconds(30));
    assertThat(policy.fleet().facts(FleetFacts.UNKNOWN)).isEqualTo(FleetFacts.of(450, 7.25, 7));
    assertThat(policy.buffer().capacityBytes()).isEqualTo(1_000_000);
    assertThat(policy.probes().enabled()).isFalse();
    assertThat(policy.probes().maxOutage()).contains(Duration.ofHours(1));
  }

  @Test
  void serviceAndServers_areEnough() {
    LifecyclePolicy policy = parse(HEAD);
    assertThat(policy.nats().name()).isEqualTo("x-7d9f");
    assertThat(policy.nats().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(policy.startupPolicy())
        .isEqualTo(new StartupPolicy.RetryWithinBudget(policy.startupBudget()));
    assertThat(policy.schedule().period()).isEqualTo(Duration.ofMillis(500));
    assertThat(policy.buffer().capacityBytes()).isEqualTo(8 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "spread, '', 500",
    "spread, 'wait: auto', 500",
    "spread, 'wait: 2s', 2000",
    "fixed, '', 2000",
    "fixed, 'wait: auto', 2000",
    "fixed, 'wait: 500ms', 500",
    "jitter, '', 2000",
    "full-jitter, '', 2000",
    "decorrelated, '', 2000",
  })
  void defaultWait_dependsOnTheShape_anExplicitOneDoesNot(String shape, String wait, long millis) {
    LifecyclePolicy policy = parse(HEAD + "reconnect: { shape: " + shape + ", " + wait + " }");
    assertThat(policy.reconnect().waitTime()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void sectionWithAllKeysCommentedOut_isItsDefaults() {
    assertThat(parse(HEAD + "fleet:\n  # share: 0.5\n").fleet()).isEqualTo(FleetSettings.DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reconnect: { wait: 2 lightyears }"
            + "|p:3: reconnect.wait: expected a duration such as 2s or 500ms, got \"2 lightyears\"",
        "reconnect: { wait: 2 }"
            + "|p:3: reconnect.wait: expected a duration such as 2s or 500ms, got \"2\"",
        "reconnect: { jitter: -1s }"
            + "|p:3: reconnect.jitter: expected a duration such as 2s or 500ms, got \"-1s\"",
        "reconnect: { wait: 0s }|p:3: reconnect.wait: expected a duration such as 2s or 500ms, over"
            + " zero, got \"0s\"",
        "reconnect: { lameDuckWindow: 0s }|p:3: reconnect.lameDuckWindow: expected a duration such"
            + " as 2s or 500ms, over zero, got \"0s\"",
        "reconnect: { wait: }"
            + "|p:3: reconnect.wait: expected a duration such as 2s or 500ms, got nothing",
        "reconnect: { wait: [2s] }|p:3: reconnect.wait: expected a single value, got a list",
        "reconnect: { wait: { a: b } }|p:3: reconnect.wait: expected a single value, got a section",
        "reconnect: { wait: 1s, wait: 2s }|p:3: reconnect.wait: given twice",
        "service: y|p:3: service: given twice",
        "reconnect: { jiter: 1s }"
            + "|p:3: reconnect.jiter: unknown key; did you mean \"reconnect.jitter\"?",
        "reconect: { wait: 1s }|p:3: reconect: unknown key; did you mean \"reconnect\"?",
        "passes: 3|p:3: passes: unknown key; did you mean \"startup.passes\"?",
        "frobnicate: 3|p:3: frobnicate: unknown key",
        "reconnect: 5s|p:3: reconnect: expected keys with values",
        "reconnect: { shape: spraed }|p:3: reconnect.shape: expected one of fixed, jitter,"
            + " full-jitter, decorrelated, spread, got \"spraed\"",
        "reconnect: { shape: full-jitter, wait: 1m }"
            + "|p:3: reconnect.wait: expected at most reconnect.cap, 30s, got \"1m\"",
        "reconnect: { shape: full-jitter, cap: 1s }"
            + "|p:3: reconnect.cap: expected at least reconnect.wait, 2s, got \"1s\"",
        "startup: { passes: 0 }"
            + "|p:3: startup.passes: expected a whole number from 1 to 1000, got \"0\"",
        "startup: { passes: 1.5 }"
            + "|p:3: startup.passes: expected a whole number from 1 to 1000, got \"1.5\"",
        "fleet: { share: 1.1 }"
            + "|p:3: fleet.share: expected a number over 0 and at most 1, such as 0.5, got \"1.1\"",
        "fleet: { connectRate: NaN }|p:3: fleet.connectRate: expected auto or a number per second"
            + " over 0, such as 14.5, got \"NaN\"",
        "fleet: { connections: 10, rank: 10 }"
            + "|p:3: fleet.rank: expected a whole number from 0 to 9, got \"10\"",
        "buffer: { capacity: 8mb }"
            + "|p:3: buffer.capacity: expected a size such as 8MiB or 512KiB, got \"8mb\"",
        "probes: { enabled: no }|p:3: probes.enabled: expected true or false, got \"no\"",
        "probes: { port: 70000 }"
            + "|p:3: probes.port: expected a whole number from 0 to 65535, got \"70000\"",
        "fleet: &a { share: 0.5 }|p:3: anchors and aliases (& and *) are not taken here",
        "fleet: *a|p:3: anchors and aliases (& and *) are not taken here",
        "---|p:3: expected one YAML document, found a second",
      })
  void mistake_isOneLineWithItsPlace(String line, String message) {
    assertRefused(HEAD + line, message);
  }

  @Test
  void allMistakes_areToldAtOnce_thoseOfVariablesToo() {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(
            () ->
                LifecyclePolicy.parse(
                    """
                    servce: x
                    nats: { servers: [nats://h], connectTimeout: 10 }
                    reconnect: { shape: spraed, wait: 2 lightyears, jiter: 1s }
                    fleet: [1]
                    buffer: { overflow: drop }
                    outbox: { window: 0 }
                    probes: { port: }
                    """,
                    "p",
                    Map.of("BREAKWATER_STARTUP_PASES", "2", "BREAKWATER_STARTUP_MARGIN", "1")))
        .extracting(all -> String.valueOf(all.getMessage()).lines().toList(), LIST)
        .containsExactly(
            "p:1: servce: unknown key; did you mean \"service\"?",
            "p:3: reconnect.jiter: unknown key; did you mean \"reconnect.jitter\"?",
            "p:4: fleet: expected keys with values",
            "BREAKWATER_STARTUP_PASES: not a policy variable; did you mean"
                + " \"BREAKWATER_STARTUP_PASSES\"?",
            "p:2: nats.connectTimeout: expected a duration such as 2s or 500ms, got" + " \"10\"",
            "BREAKWATER_STARTUP_MARGIN: expected a duration such as 2s or 500ms, got" + " \"1\"",
            "p:3: reconnect.shape: expected one of fixed, jitter, full-jitter,"
                + " decorrelated, spread, got \"spraed\"",
            "p:3: reconnect.wait: expected a duration such as 2s or 500ms, got \"2"
                + " lightyears\"",
            "p:5: buffer.overflow: expected one of reject, block, drop-oldest, got \"drop\"",
            "p:6: outbox.window: expected a whole number from 1 to 16384, got \"0\"",
            "and 1 more");
  }

  @Test
  void wrongServer_isToldWithOtherValues_notBesideAWrongKeyThatMayBeAPieceOfIt() {
    String server =
        "p:2: nats.servers: server 1 of 1: expected a URL with the scheme nats, tls, ws or wss, such"
            + " as nats://host:4222, got \"http://h\"";
    String wait = "p:3: reconnect.wait: expected a duration such as 2s or 500ms, got \"2\"";
    assertRefused(
        "service: x\nnats: { servers: [http://h] }\nreconnect: { wait: 2 }", server + "\n" + wait);
    assertRefused(
        "service: x\nnats: { servers: http://h, x@h }\nreconnect: { wait: 2 }",
        "p:2: nats.x@h: unknown key\n" + wait);
  }

  @Test
  void whatTwoKeysSayTogether_isToldOnceEachIsRight() {
    assertRefused(
        HEAD + "reconnect: { shape: full-jitter, wait: 1 m, cap: 1s }",
        "p:3: reconnect.wait: expected a duration such as 2s or 500ms, got \"1 m\"");
    assertRefused(
        "service: x y\nnats: { servers: [nats://h], user: u }",
        "p:1: service: expected a name of letters, digits, dots, dashes and underscores, got \"x"
            + " y\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h|expected a URL with the scheme nats, tls, ws or wss, such as nats://host:4222, got"
            + " \"http://h\"",
        "h:4222|expected a URL with the scheme nats, tls, ws or wss, such as nats://host:4222, got"
            + " \"h:4222\"",
        "nats://|expected a URL such as nats://host:4222, got \"nats://\"",
        "nats://h:70000|expected a port from 1 to 65535, got \"nats://h:70000\"",
        "nats://h:0|expected a port from 1 to 65535, got \"nats://h:0\"",
        "nats://h/a|expected a URL that ends after the port, such as nats://host:4222, got"
            + " \"nats://h/a\"",
      })
  void wrongServer_saysWhichAndWhy(String url, String message) {
    assertRefused(
        "service: x\nnats:\n  servers: [nats://ok, '" + url + "']",
        "p:3: nats.servers: server 2 of 2: " + message);
  }

  @Test
  void noServer_isRefused() {
    assertRefused(
        "service: x\nnats: { servers: [] }",
        "p:2: nats.servers: expected at least one URL such as nats://host:4222, got nothing");
    assertRefused("service: x", "p: nats.servers: missing (or set BREAKWATER_NATS_SERVERS)");
    assertRefused(
        "# nothing\nstartup: {}",
        "p: service: missing (or set BREAKWATER_SERVICE)\n"
            + "p: nats.servers: missing (or set BREAKWATER_NATS_SERVERS)");
    assertRefused(
        "nats: { servers: [nats://h] }", "p: service: missing (or set BREAKWATER_SERVICE)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n"})
  void emptyFile_isRefused(String yaml) {
    assertRefused(yaml, "p: empty: not a policy file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service: [", "service: 'x", "\tservice: x", "a: b: c", "- a\nb", "%"})
  void malformedYaml_isOneLine(String yaml) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> parse(yaml))
        .satisfies(error -> assertThat(error.getMessage()).startsWith("p:").doesNotContain("\n"));
  }

  @Test
  void bombOfBrackets_isRefused() {
    assertRefused("a: " + "[".repeat(100_000), "p:1: nested too deep for a policy");
  }

  @Test
  void template_isToBeRenderedFirst() {
    assertRefused(
        "service: a\nnats: {{ .Values.nats }}\n",
        "p:2: a template ({{ }}), not YAML yet: render it first");
  }

  @Test
  void unreadableFiles_sayWhy(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("none.yaml");
    assertNotLoaded(missing, missing + ": no such file");
    assertNotLoaded(folder, folder + ": not readable: is a directory");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});
    assertNotLoaded(binary, binary + ": not a text file in UTF-8");
    Path zeros = Files.write(folder.resolve("zeros.yaml"), new byte[8]);
    assertNotLoaded(zeros, zeros + ": not a text file");
    Path large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
    assertNotLoaded(large, large + ": larger than 1MiB: not a policy file");
    Path good = Files.writeString(folder.resolve("good.yaml"), HEAD);
    assertThat(LifecyclePolicy.load(good, HOST)).isEqualTo(parse(HEAD));
  }

  private static void assertNotLoaded(Path file, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> LifecyclePolicy.load(file, HOST))
        .withMessage(message);
  }

  private static void assertRefused(String yaml, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> parse(yaml))
        .withMessage(message);
  }

  private static LifecyclePolicy parse(String yaml) {
    return LifecyclePolicy.parse(yaml, "p", HOST);
  }
}
