package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Attempts that are refused for certain are left out, and nothing differs. */
class JumpTest {

  @Property(tries = 60)
  void jump_differsInNothing(
      @ForAll @IntRange(min = 1, max = 300) int replicas,
      @ForAll @IntRange(min = 1, max = 400) int outageSeconds,
      @ForAll @IntRange(min = 1, max = 3) int servers,
      @ForAll @IntRange(max = 3_000) int skewMillis,
      @ForAll boolean hashed,
      @ForAll @LongRange(min = 0, max = 1_000) long seed)
      throws InterruptedException {
    TierModel tier = TierModel.of(BrokerModel.ofRate(2, 15), servers);
    List<FleetModel> fleets =
        List.of(
            Models.fleet(hashed ? "spread-hash" : "spread", replicas, 30, Duration.ofSeconds(2))
                .with(
                    ClientModel.IDEAL.withDelays(
                        Duration.ofMillis(skewMillis), Duration.ofMillis(skewMillis))),
            // Beside one whose chance must not be moved by it.
            Models.fleet("jitter", 3, 30, Duration.ofSeconds(2)));
    Scenario scenario =
        Scenario.outage(servers, Duration.ofSeconds(outageSeconds), Duration.ofSeconds(60));

    SimulatedRun jumped = Simulation.run(tier, fleets, scenario, seed, false);
    SimulatedRun stepped = Simulation.run(tier, fleets, scenario, seed, true);

    assertThat(Models.figures(jumped)).isEqualTo(Models.figures(stepped));
  }

  @Test
  void aLongOutage_takesFewEvents() throws InterruptedException {
    List<FleetModel> fleets = List.of(Models.fleet("spread", 1_000, 1_000, Duration.ofSeconds(2)));
    Scenario scenario = Scenario.outage(1, Duration.ofHours(1), Duration.ofSeconds(60));
    SimulatedRun jumped = Simulation.run(Models.tier(1_000), fleets, scenario, 1, false);
    SimulatedRun stepped = Simulation.run(Models.tier(1_000), fleets, scenario, 1, true);
    assertThat(jumped.events()).isLessThan(stepped.events() / 100);
    assertThat(Models.figures(jumped)).isEqualTo(Models.figures(stepped));
  }
}
