package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.StartupKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmSpecTest {
  private static final Map<String, String> DECIDED =
      DecidedVariables.of("nats://127.0.0.1:4000", "gateway-1", 8080);

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void everyNameIsAnArm() {
    assertThat(ArmSpec.names())
        .containsExactly(
            "jnats",
            "fail-fast",
            "retry-within-budget",
            "retry-forever",
            "fixed",
            "jitter",
            "full-jitter",
            "decorrelated",
            "spread");
    assertThat(ArmSpec.names())
        .allSatisfy(
            name -> {
              ArmSpec arm = ArmSpec.of(name);
              assertThat(arm.name()).isEqualTo(name);
              assertThat(arm.policyFile()).isEmpty();
              assertThat(arm.policy(DECIDED).nats().name()).isEqualTo("gateway-1");
            });
  }

  @Test
  void aNameSetsWhatItNames_andNothingElse() {
    assertThat(ArmSpec.of("jnats").client()).isEqualTo(ArmSpec.Client.JNATS);
    assertThat(ArmSpec.of("fail-fast").policy(DECIDED).startup().policy())
        .isEqualTo(StartupKind.FAIL_FAST);
    LifecyclePolicy jitter = ArmSpec.of("jitter").policy(DECIDED);
    assertThat(jitter.reconnect().shape()).isEqualTo(ScheduleShape.JITTER);
    assertThat(jitter.startup().policy()).isEqualTo(StartupKind.RETRY_WITHIN_BUDGET);
    assertThat(ArmSpec.of("jitter").client()).isEqualTo(ArmSpec.Client.BUS);
  }

  @Test
  void aPolicyFile_isAnArmByItsName_andTheDrillDecidesWhere() throws IOException {
    Path file =
        file(
            "my.policy.yaml",
            """
            service: gateway
            nats: { servers: [nats://nats.prod:4222], connectTimeout: 3s }
            reconnect: { shape: full-jitter }
            probes: { port: 1 }
            """);

    ArmSpec arm = ArmSpec.of(file.toString());

    assertThat(arm.name()).isEqualTo("my.policy");
    assertThat(arm.policyFile()).contains(file);
    LifecyclePolicy policy = arm.policy(DECIDED);
    assertThat(policy.reconnect().shape()).isEqualTo(ScheduleShape.FULL_JITTER);
    assertThat(policy.nats().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(policy.nats().servers().toString())
        .contains("127.0.0.1:4000")
        .doesNotContain("prod");
    assertThat(policy.probes().port()).isEqualTo(8080);
    assertThat(arm.environment(DECIDED))
        .containsEntry("BREAKWATER_POLICY", file.toAbsolutePath().toString())
        .containsEntry("BREAKWATER_NATS_NAME", "gateway-1");
  }

  @Test
  void aPolicyFileNeedNotSayWhatTheDrillDecides() throws IOException {
    assertThat(ArmSpec.of(file("short", "reconnect: { shape: spread }\n").toString()).name())
        .isEqualTo("short");
  }

  @Test
  void aWrongPolicyFile_isToldWithFileAndLine() throws IOException {
    Path file = file("mine.yaml", "service: a\nreconnect: { shape: zigzag }\n");

    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> ArmSpec.of(file.toString()))
        .withMessageStartingWith(file + ":2: ")
        .withMessageContaining("zigzag")
        .withMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sprad", "wait-for-endpoint", "no/such/file.yaml", ".", "\0"})
  void whatIsNoArm_isToldWithAllNames(String text) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> ArmSpec.of(text))
        .withMessage(
            "--arm %s: expected a policy file or one of jnats, fail-fast, retry-within-budget, "
                + "retry-forever, fixed, jitter, full-jitter, decorrelated, spread",
            text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".", "a/b", "a b", "-a", "<b>"})
  void aNameThatIsNoFolder_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ArmSpec(name, ArmSpec.Client.BUS, Optional.empty(), Map.of()))
        .withMessageStartingWith("arm \"" + name + "\": expected a name of ");
  }
}
