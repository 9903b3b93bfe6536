package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyEnvironmentTest {
  private static final String HEAD = "service: x\nnats: { servers: [nats://h] }\n";

  @Test
  void variable_winsOverTheFile() {
    LifecyclePolicy policy =
        parse(HEAD + "reconnect: { wait: 3s }", Map.of("BREAKWATER_RECONNECT_WAIT", "4s"));
    assertThat(policy.reconnect().waitTime()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void variableSetToNothing_isNotSet() {
    LifecyclePolicy policy =
        parse(HEAD + "reconnect: { wait: 3s }", Map.of("BREAKWATER_RECONNECT_WAIT", ""));
    assertThat(policy.reconnect().waitTime()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void variable_switchesTheProbeServerOff() {
    assertThat(parse(HEAD, Map.of()).probes().enabled()).isTrue();
    assertThat(parse(HEAD, Map.of("BREAKWATER_PROBES_ENABLED", "false")).probes().enabled())
        .isFalse();
  }

  @Test
  void variablesAlone_areAPolicy() {
    LifecyclePolicy policy =
        LifecyclePolicy.fromEnvironment(
            Map.of(
                "BREAKWATER_SERVICE", "gateway",
                "BREAKWATER_NATS_SERVERS", "nats://a:1, nats://b:2",
                "BREAKWATER_STARTUP_POLICY", "fail-fast",
                "HOSTNAME", "pod-1"));
    assertThat(policy.nats().servers()).hasToString("[nats://a:1, nats://b:2]");
    assertThat(policy.nats().name()).isEqualTo("gateway-pod-1");
    assertThat(policy.startupPolicy()).isEqualTo(new StartupPolicy.FailFast());
  }

  @Test
  void noVariableAtAll_saysWhatIsMissing() {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> LifecyclePolicy.fromEnvironment(Map.of()))
        .withMessage(
            "environment: service: missing (or set BREAKWATER_SERVICE)\n"
                + "environment: nats.servers: missing (or set BREAKWATER_NATS_SERVERS)");
  }

  @Test
  void fileThatAVariableNames_isRead_theOtherVariablesWin(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("orders.yaml"), HEAD + "reconnect: { wait: 3s, jitter: 1s }");
    LifecyclePolicy policy =
        LifecyclePolicy.fromEnvironment(
            Map.of("BREAKWATER_POLICY", file.toString(), "BREAKWATER_RECONNECT_WAIT", "4s"));
    assertThat(policy.service()).isEqualTo("x");
    assertThat(policy.reconnect().jitter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.reconnect().waitTime()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void fileThatAVariableNames_missing_isOneLineWithTheVariableAndThePath(@TempDir Path folder) {
    Path missing = folder.resolve("none.yaml");
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(
            () ->
                LifecyclePolicy.fromEnvironment(
                    Map.of(
                        "BREAKWATER_POLICY", missing.toString(),
                        "BREAKWATER_SERVICE", "x",
                        "BREAKWATER_NATS_SERVERS", "nats://h")))
        .withMessage("BREAKWATER_POLICY: " + missing + ": no such file");
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> LifecyclePolicy.fromEnvironment(Map.of("BREAKWATER_POLICY", "a\0b")))
        .withMessageStartingWith("BREAKWATER_POLICY: ");
  }

  @Test
  void fileThatAVariableNames_wrong_saysTheLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("p.yaml"), HEAD + "startup: { passes: 0 }");
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(
            () -> LifecyclePolicy.fromEnvironment(Map.of("BREAKWATER_POLICY", file.toString())))
        .withMessage(
            file + ":3: startup.passes: expected a whole number from 1 to 1000, got \"0\"");
  }

  @Test
  void fileVariableSetToNothing_isNotSet_andNamedFilesDoNotLookAtIt() {
    assertThat(
            LifecyclePolicy.fromEnvironment(
                    Map.of(
                        "BREAKWATER_POLICY", " ",
                        "BREAKWATER_SERVICE", "x",
                        "BREAKWATER_NATS_SERVERS", "nats://h"))
                .service())
        .isEqualTo("x");
    assertThat(parse(HEAD, Map.of("BREAKWATER_POLICY", "/no/such/file")).service()).isEqualTo("x");
  }

  @Test
  void serviceLinksOfKubernetes_areNoneOfOurs() {
    LifecyclePolicy policy =
        parse(
            HEAD,
            Map.of(
                "BREAKWATER_NATS_SERVICE_HOST", "10.0.0.7",
                "BREAKWATER_NATS_SERVICE_PORT", "4222",
                "BREAKWATER_NATS_SERVICE_PORT_CLIENT", "4222",
                "BREAKWATER_NATS_PORT", "tcp://10.0.0.7:4222",
                "BREAKWATER_NATS_PORT_4222_TCP", "tcp://10.0.0.7:4222",
                "BREAKWATER_NATS_PORT_4222_TCP_ADDR", "10.0.0.7",
                "BREAKWATER_PROBES_PORT", "tcp://10.0.0.8:8086"));
    assertThat(policy).isEqualTo(parse(HEAD, Map.of()));
  }

  @Test
  void mistake_namesTheVariable() {
    assertRefused(
        Map.of("BREAKWATER_RECONNECT_WAIT", "2"),
        "BREAKWATER_RECONNECT_WAIT: expected a duration such as 2s or 500ms, got \"2\"");
  }

  @Test
  void unknownVariableOfASection_isRefused() {
    assertRefused(
        Map.of("BREAKWATER_RECONNECT_WIAT", "2s"),
        "BREAKWATER_RECONNECT_WIAT: not a policy variable; did you mean"
            + " \"BREAKWATER_RECONNECT_WAIT\"?");
  }

  @Test
  void otherVariablesWithThePrefix_areNoneOfOurs() {
    Map<String, String> others =
        Map.of("BREAKWATER_EVENT_LOG", "e", "BREAKWATER_OPTS", "o", "BREAKWATER_HOME", "h");
    assertThat(parse(HEAD, others).service()).isEqualTo("x");
  }

  @Test
  void authenticationOfAVariable_replacesTheFiles() {
    String yaml = "service: x\nnats: { servers: [nats://h], user: u, password: p }\n";
    assertThat(parse(yaml, Map.of("BREAKWATER_NATS_TOKEN", "t")).nats().authentication())
        .isEqualTo(new Authentication.Token(new SecretSource.Inline(Secret.of("t"))));
    assertThat(parse(yaml, Map.of("BREAKWATER_NATS_PASSWORD_FILE", "/f")).nats().authentication())
        .isEqualTo(new Authentication.UserPassword("u", new SecretSource.FromFile(Path.of("/f"))));
    assertThat(parse(yaml, Map.of("BREAKWATER_NATS_USER", "v")).nats().authentication())
        .isEqualTo(new Authentication.UserPassword("v", new SecretSource.Inline(Secret.of("p"))));
  }

  private static void assertRefused(Map<String, String> environment, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> parse(HEAD, environment))
        .withMessage(message);
  }

  private static LifecyclePolicy parse(String yaml, Map<String, String> environment) {
    return LifecyclePolicy.parse(yaml, "p", environment);
  }
}
