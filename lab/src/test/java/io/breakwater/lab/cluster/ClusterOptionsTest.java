package io.breakwater.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.lab.storm.StormClients;
import io.breakwater.policy.PolicyException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClusterOptionsTest {
  private static final Duration OUTAGE = Duration.ofSeconds(1);

  @Test
  void lossOfTheOnlyServer_isNotANodeLoss() {
    for (Disruption one : new Disruption[] {new NodeLoss(), new RollingRestart(), new LameDuck()}) {
      assertThatThrownBy(
              () -> Drills.of(one, 1, OUTAGE, Drills.storm(StormClients.BUS, 3, "spread")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("servers: %s needs 2 to 9, got 1".formatted(one.drill()));
    }
  }

  @Test
  void noReplicas() {
    assertThatThrownBy(() -> Drills.storm(StormClients.BUS, 0, "spread"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("replicas: expected 1 to 1000000, got 0");
  }

  @Test
  void lameDuckThatIsInAHurry() {
    assertThatThrownBy(
            () -> Drills.of(new LameDuck(), 3, OUTAGE, Drills.storm(StormClients.BUS, 3, "spread")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outage: a lame duck takes at least 30s, got 1s");
  }

  @Test
  void lightClients_wouldNeverNoticeAStall() {
    for (Disruption one : new Disruption[] {new Stall(), new Partition(Partition.Kind.SWALLOW)}) {
      assertThatThrownBy(
              () -> Drills.of(one, 1, OUTAGE, Drills.storm(StormClients.LIGHT, 3, "fast-lane")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("clients: light ones send no pings");
    }
  }

  @Test
  void whatAnArmIsToldByTheBroker_isNotInTheHandsOfTheseDrills() {
    for (String name : new String[] {"spread-auto", "bus:spread-rate"}) {
      assertThatThrownBy(() -> ClusterArms.of(name, StormClients.BUS))
          .isInstanceOf(PolicyException.class)
          .hasMessage(
              "--arm " + name + ": is for drill storm, which waits until all have seen the fleet");
    }
    for (String name : new String[] {"spread-hash", "spread-alone"}) {
      assertThatThrownBy(() -> ClusterArms.of(name, StormClients.BUS))
          .isInstanceOf(PolicyException.class)
          .hasMessage(
              "--arm " + name + ": buses would ask the tier for more, expected light clients");
      assertThat(ClusterArms.of(name, StormClients.LIGHT).name()).isEqualTo(name);
    }
  }

  @Test
  void fastLane_isALightClients() {
    assertThatThrownBy(() -> ClusterArms.of("fast-lane", StormClients.BUS))
        .isInstanceOf(PolicyException.class)
        .hasMessage("--arm fast-lane: only light clients have one");
  }
}
