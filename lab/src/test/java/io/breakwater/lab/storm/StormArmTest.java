package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.policy.FleetArm;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StormArmTest {

  @Test
  void everyName_isAnArmOfThatName() {
    for (String name : FleetArm.names()) {
      assertThat(StormArm.of(name, StormClients.BUS).name()).isEqualTo(name);
    }
  }

  @Test
  void askingTheBroker_isForBuses_andTheOthersMayNot() {
    assertThat(StormArm.of("spread-auto", StormClients.BUS).brokerIsSilent()).isFalse();
    assertThat(StormArm.of("spread-alone", StormClients.BUS).brokerIsSilent()).isTrue();
    assertThat(StormArm.of("spread-hash", StormClients.BUS).brokerIsSilent()).isTrue();
    assertThat(StormArm.of("spread", StormClients.BUS).brokerIsSilent()).isFalse();
    assertThatThrownBy(() -> light("spread-auto"))
        .isInstanceOf(PolicyException.class)
        .hasMessage("--arm spread-auto: only --clients bus ask the broker");
  }

  @Test
  void aPolicyFile_saysWhatItSays_theRestIsMeasured(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("half.yaml"),
            """
            service: scheduler
            nats: { servers: [nats://nats-0:4222] }
            reconnect: { shape: spread, wait: 1s }
            fleet: { connections: 300, share: 0.5 }
            """);
    StormArm arm = StormArm.of(file.toString(), StormClients.LIGHT);
    assertThat(arm.name()).isEqualTo("half");
    assertThat(arm.fleet().facts(150, 15, 7)).isEqualTo(FleetFacts.of(300, 7.5, 7));
    assertThat(arm.summary(150, 15, Duration.ofSeconds(2)))
        .containsEntry("connections", 300)
        .containsEntry("wait", "1s");
  }

  @Test
  void anUnknownName_listsTheKnownOnes() {
    assertThatThrownBy(() -> light("spred"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("spred")
        .hasMessageContaining("spread-hash");
  }

  @Test
  void plainJnats_takesWhatItKnows() {
    assertThat(StormArm.of("jitter", StormClients.JNATS).name()).isEqualTo("jitter");
    assertThatThrownBy(() -> StormArm.of("spread", StormClients.JNATS))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("fixed and jitter");
  }

  @Test
  void clientsBeforeAColon_winOverTheUsualOnes_andAreInTheName() {
    StormArm arm = StormArm.of("jnats:jitter", StormClients.LIGHT);
    assertThat(arm.name()).isEqualTo("jnats:jitter");
    assertThat(arm.clients()).isEqualTo(StormClients.JNATS);
    assertThat(StormArm.of("bus:spread", StormClients.JNATS).clients()).isEqualTo(StormClients.BUS);
    assertThatThrownBy(() -> StormArm.of("jnats:spread", StormClients.LIGHT))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("fixed and jitter");
    assertThatThrownBy(() -> light("bus:"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("expected a policy file");
  }

  private static StormArm light(String name) {
    return StormArm.of(name, StormClients.LIGHT);
  }
}
