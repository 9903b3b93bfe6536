package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LifecyclePolicyTest {
  private static final LifecyclePolicy POLICY =
      LifecyclePolicy.builder().service("x").servers("nats://127.0.0.1:4222").build();

  @Test
  void builderWithoutMore_isWhatAFileWithoutMoreIs() {
    assertThat(POLICY)
        .isEqualTo(
            LifecyclePolicy.parse(
                "service: x\nnats: { servers: nats://127.0.0.1:4222 }", "p", System.getenv()));
  }

  @Test
  void toBuilder_keepsEverything() {
    LifecyclePolicy policy =
        POLICY.toBuilder()
            .authentication(new Authentication.Token(new SecretSource.Inline(Secret.of("t"))))
            .buffer(POLICY.buffer().withOverflow(Overflow.DROP_OLDEST))
            .build();
    assertThat(policy.toBuilder().build()).isEqualTo(policy).isNotEqualTo(POLICY);
  }

  @Test
  void whatIsMissingOrContradicts_isAPolicyException() {
    assertRefused(LifecyclePolicy.builder().servers("nats://h"), "service: missing");
    assertRefused(LifecyclePolicy.builder().service("x"), "nats: servers must not be empty");
    assertRefused(
        LifecyclePolicy.builder()
            .service("x")
            .servers("nats://u:p@h")
            .authentication(new Authentication.Token(new SecretSource.Inline(Secret.of("t")))),
        "nats: authentication must not be set beside the user info of a server's URL");
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> LifecyclePolicy.builder().servers("nats://u:p@h:99999"))
        .withMessage("nats.servers: expected a port from 1 to 65535");
  }

  @Test
  void budget_countsThePeriodOfTheFleet() {
    LifecyclePolicy large =
        POLICY.toBuilder()
            .fleet(FleetSettings.DEFAULTS.withConnections(450).withConnectRate(15))
            .build();
    // 450 / (0.8 x 15) = 37.5 s; hashed, as no rank is known.
    assertThat(large.startupBudget().arithmetic())
        .isEqualTo("max(10s, 37s500ms) x 1 server x 3 passes + 15s = 2m7s500ms");
  }

  @Test
  void discoveredFacts_areRoundedToTheSafeSide_configuredOnesAreNot() {
    FleetFacts discovered = FleetFacts.of(101, 15, 7);
    assertThat(FleetSettings.DEFAULTS.facts(discovered).connections()).hasValue(108);
    // 101 / 15 = 6.73 s lies over the step 2^(22/8) = 6.727 s.
    assertThat(period(FleetSettings.DEFAULTS, FleetFacts.of(101, 15)))
        .isCloseTo(Math.pow(2, 23 / 8.0) / 0.8, within(1e-6));
    assertThat(
            FleetSettings.DEFAULTS
                .withConnections(101)
                .withConnectRate(15)
                .withShare(0.5)
                .facts(discovered))
        .isEqualTo(FleetFacts.of(101, 7.5, 7));
  }

  @Test
  void knownRank_givesADenseSlot_unknownRankAHash() {
    FleetSettings fleet = FleetSettings.DEFAULTS.withConnections(150).withConnectRate(15);
    LifecyclePolicy policy = POLICY.toBuilder().fleet(fleet).build();
    FleetFacts rank =
        new FleetFacts(OptionalInt.empty(), OptionalDouble.empty(), OptionalInt.of(75));
    assertThat(policy.schedule(rank, "id"))
        .isEqualTo(
            new SpreadSchedule(
                SpreadPeriod.of(Duration.ofSeconds(2), 150, 15, true),
                Duration.ofMinutes(5),
                new Phase(0.5, 75, true)));
    assertThat(policy.schedule(FleetFacts.UNKNOWN, "id"))
        .isEqualTo(
            new SpreadSchedule(Duration.ofMillis(12_500), Duration.ofMinutes(5), Phase.ofId("id")));
  }

  @Test
  void anotherShape_bringsItsOwnWait_unlessOneWasChosen() {
    ReconnectSettings spread = ReconnectSettings.DEFAULTS;
    assertThat(spread.waitTime()).isEqualTo(Duration.ofMillis(500));
    assertThat(spread.withShape(ScheduleShape.JITTER).waitTime()).isEqualTo(Duration.ofSeconds(2));
    assertThat(spread.withShape(ScheduleShape.JITTER).withShape(ScheduleShape.SPREAD))
        .isEqualTo(spread);
    assertThat(spread.withWaitTime(Duration.ofSeconds(3)).withShape(ScheduleShape.FIXED).waitTime())
        .isEqualTo(Duration.ofSeconds(3));
  }

  private static void assertRefused(LifecyclePolicyBuilder builder, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(builder::build)
        .withMessage(message);
  }

  @Test
  void aDiscoveredC_leavesRanksMoreHeadRoom_thanAConfiguredOne() {
    FleetFacts discovered = FleetFacts.of(64, 16, 7);
    FleetSettings told = FleetSettings.DEFAULTS.withConnectRate(16);
    assertThat(period(FleetSettings.DEFAULTS, discovered)).isCloseTo(64 / (0.9 * 16), within(1e-6));
    assertThat(period(told, discovered)).isCloseTo(64 / (0.95 * 16), within(1e-6));
    assertThat(period(FleetSettings.DEFAULTS.withShare(0.5), discovered))
        .isCloseTo(64 / (0.9 * 8), within(1e-6));
    assertThat(FleetSettings.DEFAULTS.known(discovered)).isEqualTo(discovered);
    assertThat(told.withConnections(9).known(discovered)).isEqualTo(FleetFacts.of(9, 16, 7));
  }

  private static double period(FleetSettings settings, FleetFacts discovered) {
    return ReconnectSettings.DEFAULTS
            .schedule(settings.facts(discovered), "x", false)
            .period()
            .toNanos()
        / 1e9;
  }
}
