package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetArmTest {

  @Test
  void everyName_isAnArmOfThatName_andNothingElseIsOne() {
    for (String name : FleetArm.names()) {
      assertThat(named(name).name()).isEqualTo(name);
    }
    assertThat(FleetArm.named("spred")).isEmpty();
    assertThat(FleetArm.named("")).isEmpty();
  }

  @Test
  void spread_isToldEverything_itsVariantsLess_orWrongly() {
    assertThat(named("spread").facts(150, 15, 7)).isEqualTo(FleetFacts.of(150, 15, 7));
    assertThat(named("spread-hash").facts(150, 15, 7)).isEqualTo(FleetFacts.of(150, 15));
    assertThat(named("spread-alone").facts(150, 15, 7)).isEqualTo(FleetFacts.UNKNOWN);
    assertThat(named("spread-n-times-4").facts(150, 15, 7)).isEqualTo(FleetFacts.of(600, 15, 7));
    assertThat(named("spread-n-over-4").facts(1, 15, 0)).isEqualTo(FleetFacts.of(1, 15, 0));
    assertThat(named("spread-c-over-4").facts(150, 15, 7)).isEqualTo(FleetFacts.of(150, 3.75, 7));
    SpreadSchedule spread = (SpreadSchedule) named("spread").schedule(150, 15, 149, "", false);
    assertThat(spread.period()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    assertThat(spread.phase().fraction()).isBetween(0.99, 1.0);
  }

  @Test
  void aHashedArm_placesByTheConnectionsId() {
    assertThat(named("spread-hash").schedule(150, 15, 0, "a", false))
        .isNotEqualTo(named("spread-hash").schedule(150, 15, 0, "b", false));
    assertThat(named("spread").schedule(150, 15, 0, "a", false))
        .isEqualTo(named("spread").schedule(150, 15, 0, "b", false));
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
    FleetArm arm = FleetArm.ofFile(file);
    assertThat(arm.name()).isEqualTo("half");
    assertThat(arm.facts(150, 15, 7)).isEqualTo(FleetFacts.of(300, 7.5, 7));
    assertThat(arm.summary(150, 15))
        .containsEntry("reconnect", "spread")
        .containsEntry("connections", 300)
        .containsEntry("connectRate", 7.5)
        .containsEntry("wait", "1s");
  }

  @Test
  void summary_saysWhatTheArmKnows_andNothingThatItDoesNot() {
    assertThat(named("jitter").summary(150, 15))
        .containsEntry("jitter", "500ms")
        .doesNotContainKey("knows");
    assertThat(named("spread-alone").summary(150, 15))
        .containsEntry("knows", "nothing")
        .containsEntry("period", "500ms")
        .containsEntry("connections", null)
        .containsEntry("connectRate", null);
    assertThat(named("spread-rate").summary(150, 15))
        .containsEntry("knows", "rate")
        .containsEntry("connections", null)
        .containsEntry("connectRate", 15.0)
        .doesNotContainKey("period");
  }

  @Test
  void whoAsksTheBroker_isToldLess() {
    assertThat(named("spread-auto").facts(150, 15, 7)).isEqualTo(FleetFacts.UNKNOWN);
    assertThat(named("spread-rate").facts(150, 15, 7))
        .isEqualTo(new FleetFacts(OptionalInt.empty(), OptionalDouble.of(15), OptionalInt.empty()));
    assertThat(FleetArm.names().stream().filter(name -> named(name).asksTheBroker()))
        .containsExactly("spread-auto", "spread-rate");
  }

  @Test
  void onlySpreadPromises() {
    assertThat(FleetArm.names().stream().filter(name -> !named(name).promises()))
        .containsExactly("fixed", "jitter", "full-jitter", "decorrelated");
  }

  @Test
  void aFactorMustBePositive() {
    FleetArm arm = named("spread");
    assertThatThrownBy(
            () -> new FleetArm("none", arm.reconnect(), arm.knowledge(), 0, 1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static FleetArm named(String name) {
    return FleetArm.named(name).orElseThrow();
  }
}
