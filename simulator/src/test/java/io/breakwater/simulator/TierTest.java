package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FixedSchedule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What happens to the servers of a tier, and what their clients make of it. */
class TierTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void whileTheServerIsDown_allAttemptsAreRefused() {
    SimulatedRun run =
        Models.run(
            Models.tier(1_000),
            Models.outage(10, 60),
            1,
            Models.fleet("fixed", 10, 1_000, Duration.ofSeconds(2)));
    // Every 2 s, at 2, 4, 6 and 8 s after the fall; at 10 s the server is just back.
    assertThat(run.fleet(0).outcomes(AttemptOutcome.REFUSED)).isEqualTo(40);
    assertThat(run.fleet(0).outcomes(AttemptOutcome.CONNECTED)).isEqualTo(10);
    assertThat(run.fleet(0).peakPer100Millis()).isEqualTo(10);
  }

  @Test
  void aHostThatIsGone_costsEachAttemptItsConnectTimeout() {
    Scenario scenario =
        new Scenario(
            List.of(new Fault.Vanished(0, Duration.ofSeconds(2), Duration.ofSeconds(12))), LIMIT);
    SimulatedRun run =
        Models.run(
            Models.tier(1_000), scenario, 1, Models.fleet("fixed", 10, 1, Duration.ofSeconds(3)));
    // Dials 2, 7 and 12 s after the fall; the first two meet nobody.
    assertThat(run.fleet(0).outcomes(AttemptOutcome.UNREACHABLE)).isEqualTo(20);
    assertThat(run.fleet(0).outcomes(AttemptOutcome.REFUSED)).isZero();
    assertThat(run.fleet(0).liveAttempts()).isEqualTo(10);
  }

  @Test
  void aHostThatReturns_hearsTheDialThatIsSentAgain() {
    Scenario scenario =
        new Scenario(
            List.of(new Fault.Vanished(0, Duration.ofSeconds(2), Duration.ofMillis(6_500))), LIMIT);
    SimulatedRun run =
        Models.run(
            Models.tier(1_000), scenario, 1, Models.fleet("fixed", 10, 1, Duration.ofSeconds(10)));
    // Dials 2 s after the fall, and again at 3, 4 and 5 s, when somebody is there.
    assertThat(run.fleet(0).outcomes(AttemptOutcome.UNREACHABLE)).isZero();
    assertThat(run.fleet(0).secondsUntil(100)).isBetween(0.5, 0.6);
  }

  @Test
  void aWaveBeyondTheBacklog_isHeardASecondLater() {
    FleetModel wave = Models.fleet("fixed", 10_000, 1, Duration.ofSeconds(10));
    BrokerModel broker = BrokerModel.ofRate(1, 20_000);
    SimulatedRun run = Models.run(TierModel.of(broker, 1), Models.outage(3, 60), 1, wave);
    // All dial at one instant, 1 s after the server is back.
    int taken = BrokerModel.BACKLOG + 1;
    long twice = 10_000 - taken + 10_000 - 2L * taken;
    assertThat(run.unheard())
        .as("but for the first, which it comes to")
        .isBetween(twice - 5, twice);
    assertThat(run.fleet(0).secondsUntil(40)).isBetween(1.0, 1.3);
    assertThat(run.fleet(0).secondsUntil(41)).isGreaterThan(2.0);
    assertThat(run.fleet(0).secondsUntil(82)).isGreaterThan(3.0);
    SimulatedRun roomy =
        Models.run(TierModel.of(broker.withBacklog(10_000), 1), Models.outage(3, 60), 1, wave);
    assertThat(roomy.unheard()).isZero();
    assertThat(roomy.fleet(0).secondsUntil(100)).isBetween(1.4, 1.6);
  }

  @Test
  void firstInFirstOut_greetsAWaveAtOnce_andWorksForThoseWhoHaveGivenUp() {
    FleetModel wave = Models.fleet("fixed", 150, 1, Duration.ofSeconds(2));
    BrokerModel broker = BrokerModel.ofRate(2, Models.BCRYPT_RATE).withDiscipline(Discipline.FIFO);
    SimulatedRun run = Models.run(TierModel.of(broker, 1), Models.outage(3, 5), 1, wave);
    assertThat(run.fleet(0).outcomes(AttemptOutcome.OVERLOADED)).isGreaterThan(100);
    assertThat(run.fleet(0).outcomes(AttemptOutcome.UNREACHABLE)).isLessThan(20);
    assertThat(run.wastedSeconds()).isGreaterThan(3);
  }

  @Test
  void whoIsNotHeard_givesUpAfterItsConnectTimeout() {
    FleetModel wave = Models.fleet("fixed", 100, 1, Duration.ofMillis(500));
    BrokerModel broker = BrokerModel.ofRate(1, 1_000).withBacklog(49);
    SimulatedRun run = Models.run(TierModel.of(broker, 1), Models.outage(3, 60), 1, wave);
    assertThat(run.fleet(0).outcomes(AttemptOutcome.UNREACHABLE)).isBetween(48L, 50L);
    assertThat(run.fleet(0).connected()).isEqualTo(100);
    assertThat(run.fleet(0).secondsUntil(50)).isBetween(1.0, 1.1);
    assertThat(run.fleet(0).secondsUntil(100)).isBetween(3.5, 3.7);
  }

  /** A wave of 1,000 RSA 4096 handshakes, 5 s of work, of which 2 s may be waited for. */
  @Test
  void aTlsHandshakeThatTheServerComesToTooLate_isWorkLost() {
    FleetModel wave = Models.fleet("fixed", 1_000, 1, Duration.ofSeconds(30));
    BrokerModel broker =
        BrokerModel.of(1, Demand.NONE, new Demand.Fixed(Duration.ofMillis(5)), Demand.NONE);
    SimulatedRun run = Models.run(TierModel.of(broker, 1), Models.outage(3, 60), 1, wave);
    SimulatedRun.Fleet fleet = run.fleet(0);
    assertThat(fleet.connected()).isEqualTo(1_000);
    long late = fleet.outcomes(AttemptOutcome.OVERLOADED);
    assertThat(late).isBetween(550L, 650L);
    assertThat(run.wastedSeconds()).isCloseTo(late * 0.005, within(1e-6));

    SimulatedRun patient =
        Models.run(
            TierModel.of(broker.withTlsTimeout(Duration.ofSeconds(6)), 1),
            Models.outage(3, 60),
            1,
            wave);
    assertThat(patient.fleet(0).outcomes(AttemptOutcome.OVERLOADED)).isZero();
    assertThat(patient.wastedSeconds()).isZero();
    assertThat(patient.fleet(0).secondsUntil(100)).isBetween(6.0, 6.2);
  }

  @Test
  void replicasOnOneProcessor_doOneThingAfterTheOther() {
    FleetModel wave = Models.fleet("fixed", 1_000, 1, Duration.ofSeconds(10));
    BrokerModel broker = BrokerModel.ofRate(1, 1_000_000);
    FleetModel crowded =
        wave.with(ClientModel.IDEAL.onOneProcessor(Duration.ofMillis(1), Duration.ofMillis(1)));
    SimulatedRun run = Models.run(TierModel.of(broker, 1), Models.outage(4, 60), 1, crowded);
    SimulatedRun.Fleet fleet = run.fleet(0);
    assertThat(fleet.outcomes(AttemptOutcome.REFUSED)).isEqualTo(1_000);
    assertThat(fleet.connected()).isEqualTo(1_000);
    // They notice within a second, dial 2 and 4 s later, and the second time shake hands as well.
    assertThat(fleet.peakPer100Millis()).isBetween(100, 101);
    assertThat(fleet.secondsUntil(50)).isBetween(0.9, 1.1);
    assertThat(fleet.secondsUntil(100)).isBetween(1.9, 2.1);
  }

  @Test
  void nodeLoss_itsClientsFindTheOtherServers_andSpreadOverThem() {
    Scenario scenario =
        new Scenario(List.of(new Fault.Killed(1, Duration.ofSeconds(2), Fault.NEVER)), LIMIT);
    SimulatedRun run =
        Models.run(
            TierModel.of(BrokerModel.ofRate(2, 5), 3),
            scenario,
            1,
            Models.fleet("spread", 150, 15, Duration.ofSeconds(10)));
    SimulatedRun.Fleet fleet = run.fleet(0);
    assertThat(fleet.connected()).isEqualTo(150);
    assertThat(fleet.attempts()).as("a third of the fleet, once each").isBetween(35L, 65L);
    assertThat(fleet.outcomes(AttemptOutcome.REFUSED)).isZero();
    double period = 150 / (0.95 * 15);
    assertThat(fleet.secondsUntil(100)).isBetween(0.8 * period, 1.2 * period);
    assertThat(fleet.secondsUntil(50)).as("two thirds never fell").isZero();
  }

  @Test
  void withoutGossip_whoKnowsOneServer_waitsForIt() {
    Scenario scenario =
        new Scenario(
            List.of(new Fault.Killed(0, Duration.ofSeconds(2), Duration.ofSeconds(32))), LIMIT);
    FleetModel fleet = Models.fleet("jitter", 20, 1, Duration.ofSeconds(2));
    BrokerModel broker = BrokerModel.ofRate(2, 1_000);
    SimulatedRun knowing = Models.run(new TierModel(broker, 2, 1, true), scenario, 1, fleet);
    SimulatedRun ignorant = Models.run(new TierModel(broker, 2, 1, false), scenario, 1, fleet);
    assertThat(knowing.fleet(0).outcomes(AttemptOutcome.REFUSED)).isLessThan(20);
    assertThat(ignorant.fleet(0).outcomes(AttemptOutcome.REFUSED)).isGreaterThan(200);
    assertThat(ignorant.fleet(0).connected()).isEqualTo(20);
  }

  @Test
  void oneNodeOfThreeBack_meetsAThirdOfTheRate() {
    Duration down = Duration.ofSeconds(2);
    Scenario scenario =
        new Scenario(
            List.of(
                new Fault.Killed(0, down, Duration.ofSeconds(5)),
                new Fault.Killed(1, down, Fault.NEVER),
                new Fault.Killed(2, down, Fault.NEVER)),
            LIMIT);
    SimulatedRun run =
        Models.run(
            TierModel.of(BrokerModel.ofRate(2, 15), 3),
            scenario,
            1,
            Models.fleet("spread", 150, 15, Duration.ofSeconds(10)));
    double period = 150 / (0.95 * 15);
    assertThat(run.fleet(0).connected()).isEqualTo(150);
    assertThat(run.fleet(0).secondsUntil(100)).isBetween(2 * period, 3.5 * period);
  }

  @Test
  void lameDuck_letsItsClientsGoOneByOne() {
    Scenario scenario =
        new Scenario(
            List.of(
                new Fault.LameDuck(
                    0,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(130))),
            LIMIT);
    SimulatedRun run =
        Models.run(
            TierModel.of(BrokerModel.ofRate(2, 100), 2),
            scenario,
            1,
            Models.fleet("jitter", 220, 100, Duration.ofSeconds(2)));
    SimulatedRun.Fleet fleet = run.fleet(0);
    assertThat(fleet.connected()).isEqualTo(220);
    int[] connected = fleet.connectedPerBin();
    assertThat(connected[115]).as("nobody during the grace").isEqualTo(220);
    assertThat(Arrays.stream(connected).min().orElse(0)).as("a few at a time").isGreaterThan(200);
    assertThat(fleet.attempts()).isBetween(80L, 250L);
  }

  @Test
  void maxConnections_turnsTheRestAway() {
    BrokerModel broker =
        BrokerModel.ofRate(2, 1_000).withLimits(OptionalInt.of(40), OptionalInt.empty());
    SimulatedRun run =
        Models.run(
            TierModel.of(broker, 1),
            Models.outage(3, 30),
            1,
            Models.fleet("jitter", 50, 1_000, Duration.ofSeconds(2)));
    assertThat(run.fleet(0).connected()).isEqualTo(40);
    assertThat(run.fleet(0).outcomes(AttemptOutcome.LIMIT_EXCEEDED)).isGreaterThan(50);
  }

  @Test
  void tlsRateLimit_throttlesTheWave_andSpreadStaysUnderIt() {
    BrokerModel broker =
        BrokerModel.of(
                2,
                Demand.NONE,
                new Demand.Fixed(Duration.ofMillis(4)),
                new Demand.Fixed(Duration.ofMillis(1)))
            .withLimits(OptionalInt.empty(), OptionalInt.of(20));
    FleetModel wave =
        FleetModel.of(
            "fixed", 100, i -> new FixedSchedule(Duration.ofSeconds(2)), Duration.ofSeconds(5));
    SimulatedRun waves = Models.run(TierModel.of(broker, 1), Models.outage(3, 60), 1, wave);
    assertThat(waves.fleet(0).outcomes(AttemptOutcome.THROTTLED)).isGreaterThan(80);
    SimulatedRun slots =
        Models.run(
            TierModel.of(broker, 1),
            Models.outage(3, 60),
            1,
            Models.fleet("spread", 100, 15, Duration.ofSeconds(5)));
    assertThat(slots.fleet(0).outcomes(AttemptOutcome.THROTTLED)).isZero();
    assertThat(slots.fleet(0).connected()).isEqualTo(100);
  }

  @Test
  void aFleetThatCollapses_takesAnOrderlyOneBesideItDown() {
    FleetModel orderly = Models.fleet("spread", 75, 7.5, Duration.ofSeconds(2));
    FleetModel storm = Models.fleet("jitter", 150, 15, Duration.ofSeconds(2));
    Scenario scenario = Models.outage(3, 60);
    SimulatedRun alone = Models.run(Models.tier(15), scenario, 1, orderly);
    SimulatedRun both = Models.run(Models.tier(15), scenario, 1, orderly, storm);
    assertThat(alone.fleet(0).connected()).isEqualTo(75);
    assertThat(both.fleets()).isEqualTo(2);
    assertThat(both.fleet(0).connected()).isLessThan(40);
    assertThat(both.fleet(1).connected()).isLessThan(40);
  }

  @Test
  void clocksThatDiffer_byLessThanTheHeadRoom_costSpreadLittle() {
    FleetModel exact = Models.fleet("spread", 150, 15, Duration.ofSeconds(2));
    FleetModel skewed =
        exact.with(ClientModel.IDEAL.withDelays(Duration.ofMillis(50), Duration.ZERO));
    SimulatedRun before = Models.run(Models.tier(15), Models.outage(3, 60), 1, exact);
    SimulatedRun after = Models.run(Models.tier(15), Models.outage(3, 60), 1, skewed);
    double t100 = Objects.requireNonNull(before.fleet(0).secondsUntil(100));
    assertThat(after.fleet(0).outcomes(AttemptOutcome.OVERLOADED)).isZero();
    assertThat(after.fleet(0).secondsUntil(100)).isCloseTo(t100, within(0.5));
    assertThat(after.fleet(0).peakPer100Millis())
        .isGreaterThanOrEqualTo(before.fleet(0).peakPer100Millis());
  }

  @Test
  void detectionDelay_delaysTheFirstAttempt() {
    FleetModel late =
        Models.fleet("fixed", 50, 1, Duration.ofSeconds(2))
            .with(ClientModel.IDEAL.withDelays(Duration.ZERO, Duration.ofSeconds(5)));
    SimulatedRun run = Models.run(Models.tier(1_000), Models.outage(1, 60), 1, late);
    assertThat(run.fleet(0).connected()).isEqualTo(50);
    assertThat(run.fleet(0).secondsUntil(100)).isBetween(3.0, 6.1);
    assertThat(run.fleet(0).peakPer100Millis()).isLessThan(15);
  }

  @Test
  void aServerThatDoesNotExist_cannotFail() {
    Scenario scenario =
        new Scenario(List.of(new Fault.Killed(3, Duration.ZERO, Duration.ofSeconds(1))), LIMIT);
    assertThatThrownBy(
            () ->
                Simulation.run(
                    Models.tier(15),
                    List.of(Models.fleet("spread", 1, 15, Duration.ofSeconds(2))),
                    scenario,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fault of server 3, but there are 1");
  }
}
