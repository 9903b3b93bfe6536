package io.breakwater.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.policy.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyRateTest {
  private static final String HEAD =
      """
      # the scheduler's é policy
      service: scheduler
      nats: { servers: [nats://nats-0:4222] }   # one for now
      """;

  @Test
  void noFleet_isAppended() {
    assertThat(set(HEAD)).isEqualTo(HEAD + "fleet: { connectRate: 14.6 }\n");
    assertThat(set(HEAD.stripTrailing())).isEqualTo(HEAD + "fleet: { connectRate: 14.6 }\n");
  }

  @Test
  void aValue_isReplaced_andItsCommentStays() {
    assertThat(set(HEAD + "fleet:\n  connections: 150\n  connectRate: auto # measure\n"))
        .isEqualTo(HEAD + "fleet:\n  connections: 150\n  connectRate: 14.6 # measure\n");
    assertThat(set(HEAD + "fleet: { connectRate: 3, share: 0.5 }\n"))
        .isEqualTo(HEAD + "fleet: { connectRate: 14.6, share: 0.5 }\n");
    assertThat(set(HEAD + "fleet:\n  connectRate:\n"))
        .isEqualTo(HEAD + "fleet:\n  connectRate: 14.6\n");
  }

  @Test
  void aSectionWithoutTheKey_getsIt() {
    assertThat(set(HEAD + "fleet:\n  # N\n  connections: 150\n"))
        .isEqualTo(HEAD + "fleet:\n  # N\n  connectRate: 14.6\n  connections: 150\n");
    assertThat(set(HEAD + "fleet: { connections: 150 }\n"))
        .isEqualTo(HEAD + "fleet: { connectRate: 14.6, connections: 150 }\n");
    assertThat(set(HEAD + "fleet: {}\n")).isEqualTo(HEAD + "fleet: { connectRate: 14.6 }\n");
    assertThat(set(HEAD + "fleet:\n  # connections: 1\n"))
        .isEqualTo(HEAD + "fleet:\n  connectRate: 14.6\n  # connections: 1\n");
  }

  @Test
  void file_isWritten_whatIsNoPolicyIsLeftAsItWas(@TempDir Path folder) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), HEAD);
    PolicyRate.write(policy, 4_567.8);
    assertThat(policy).content().isEqualTo(HEAD + "fleet: { connectRate: 4568 }\n");
    Path other = Files.writeString(folder.resolve("other.yaml"), "nonsense: 1\n");
    assertThatThrownBy(() -> PolicyRate.write(other, 1)).isInstanceOf(PolicyException.class);
    assertThat(other).content().isEqualTo("nonsense: 1\n");
    assertThatThrownBy(() -> PolicyRate.write(folder.resolve("none.yaml"), 1))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aPolicyOnOneLine_isRefused() {
    assertThatThrownBy(() -> set("{service: a, nats: {servers: [nats://a:1]}}"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("policy.yaml");
  }

  private static String set(String yaml) {
    return PolicyRate.set(yaml, "policy.yaml", 14.62);
  }
}
