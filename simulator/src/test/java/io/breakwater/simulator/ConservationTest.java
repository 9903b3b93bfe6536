package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.policy.FleetArm;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds whatever the fleet, the tier and the seed. */
class ConservationTest {

  @Property(tries = 150)
  void attemptsEnd_noMoreThanAllAreConnected_andNoWorkIsLost(
      @ForAll("arms") String arm,
      @ForAll Discipline discipline,
      @ForAll @IntRange(max = 40) int sliceMillis,
      @ForAll @IntRange(min = 1, max = 3) int servers,
      @ForAll @IntRange(min = 1, max = 120) int replicas,
      @ForAll @IntRange(min = 1, max = 15) int timeoutSeconds,
      @ForAll @IntRange(max = 2) int limited,
      @ForAll @IntRange(min = 1, max = 150) int backlog,
      @ForAll @IntRange(max = 5) int clientMillis,
      @ForAll @LongRange(min = 0, max = 1_000) long seed) {
    BrokerModel broker =
        BrokerModel.of(
                2,
                new Demand.Fixed(Duration.ofMillis(1)),
                new Demand.Fixed(Duration.ofMillis(limited == 2 ? 10 : 0)),
                new Demand.LogNormal(Duration.ofMillis(130), 0.3))
            .withDiscipline(discipline)
            .withSlice(Duration.ofMillis(sliceMillis))
            .withBacklog(backlog)
            .withTlsTimeout(Duration.ofMillis(500))
            .withLimits(
                limited == 1 ? OptionalInt.of(Math.max(1, replicas / 2)) : OptionalInt.empty(),
                limited == 2 ? OptionalInt.of(5) : OptionalInt.empty());
    TierModel tier = TierModel.of(broker, servers);
    FleetModel fleet =
        Models.fleet(arm, replicas, tier.connectRate(), Duration.ofSeconds(timeoutSeconds))
            .with(
                ClientModel.IDEAL
                    .withDelays(Duration.ofMillis(200), Duration.ofMillis(300))
                    .onOneProcessor(
                        Duration.ofMillis(clientMillis), Duration.ofMillis(clientMillis)));
    Scenario scenario = Scenario.outage(servers, Duration.ofSeconds(5), Duration.ofSeconds(30));

    SimulatedRun run = Models.run(tier, scenario, seed, fleet);

    SimulatedRun.Fleet did = run.fleet(0);
    long underWay = did.attempts() - did.ended();
    assertThat(underWay).isBetween(0L, (long) replicas - did.connected());
    assertThat(did.connected()).isBetween(0, replicas);
    assertThat(Arrays.stream(did.connectedPerBin()))
        .allMatch(level -> level >= 0 && level <= replicas);
    assertThat(Arrays.stream(did.attemptsPerBin()).sum()).isEqualTo(did.attempts());
    assertThat(did.liveAttempts()).isLessThanOrEqualTo(did.attempts());
    double recovering = run.end().minus(run.up()).toNanos() / 1e9;
    assertThat(run.busySeconds()).isBetween(0.0, 2 * servers * recovering + 1e-6);
    assertThat(Arrays.stream(run.busyPerBin()).sum() / 10)
        .isCloseTo(run.busySeconds(), within(1e-6));
    assertThat(run.usefulSeconds() + run.wastedSeconds())
        .as("what is done was worked at")
        .isLessThanOrEqualTo(run.busySeconds() + 1e-6);
    if (did.connected() == replicas) {
      assertThat(did.secondsUntil(100)).isNotNull();
    }
  }

  /** As soon as nobody waits for it any more, all the work has been done, to the nanosecond. */
  @Property(tries = 50)
  void workIsConserved_whenEverybodyHasGivenUpOrGotIn(
      @ForAll Discipline discipline,
      @ForAll @IntRange(max = 40) int sliceMillis,
      @ForAll @LongRange(min = 0, max = 1_000) long seed) {
    BrokerModel broker =
        BrokerModel.ofRate(2, Models.BCRYPT_RATE)
            .withDiscipline(discipline)
            .withSlice(Duration.ofMillis(sliceMillis));
    FleetModel fleet = Models.fleet("spread", 150, Models.BCRYPT_RATE, Duration.ofSeconds(2));
    SimulatedRun run = Models.run(TierModel.of(broker, 1), Models.outage(3, 60), seed, fleet);
    assertThat(run.fleet(0).connected()).isEqualTo(150);
    assertThat(run.busySeconds()).isCloseTo(150 / Models.BCRYPT_RATE * 2, within(1e-4));
    assertThat(run.usefulSeconds()).isCloseTo(run.busySeconds(), within(1e-4));
  }

  @Property(tries = 40)
  void theSameSeed_isTheSameRun(
      @ForAll("arms") String arm, @ForAll @LongRange(min = 0, max = 1_000) long seed) {
    assertThat(figures(arm, seed)).isEqualTo(figures(arm, seed));
  }

  private static String figures(String arm, long seed) {
    return Models.figures(
        Models.run(
            Models.tier(Models.BCRYPT_RATE),
            Models.outage(3, 30),
            seed,
            Models.fleet(arm, 60, Models.BCRYPT_RATE, Duration.ofSeconds(2))));
  }

  @Provide
  Arbitrary<String> arms() {
    return Arbitraries.of(
        FleetArm.names().stream().filter(name -> !Models.arm(name).asksTheBroker()).toList());
  }
}
