package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which faults chance draws. */
class ChaosScriptTest {
  private static final int KINDS = 9;

  private static List<Step> draw(long seed, int servers, int count) {
    Chaos chaos =
        new Chaos(
            seed,
            servers,
            List.of("gateway-1", "worker-1", "worker-2"),
            List.of("scheduler", "workflow-engine"));
    return Stream.generate(chaos::next).limit(count).toList();
  }

  @Test
  void sameSeed_sameFaults_otherSeed_others() {
    assertThat(draw(7, 3, 40)).isEqualTo(draw(7, 3, 40)).isNotEqualTo(draw(8, 3, 40));
  }

  @Test
  void eachKindComesOnce_beforeAnyComesAgain() {
    for (int round = 0; round < 5; round++) {
      List<Fault> faults =
          draw(3, 3, 5 * KINDS).stream()
              .map(Step::fault)
              .toList()
              .subList(round * KINDS, (round + 1) * KINDS);
      assertThat(faults).hasAtLeastOneElementOfType(Fault.BrokerKilled.class);
      assertThat(faults).hasAtLeastOneElementOfType(Fault.RollingRestart.class);
      assertThat(faults).hasAtLeastOneElementOfType(Fault.PodKilled.class);
      assertThat(faults).filteredOn(Fault.NodeKilled.class::isInstance).hasSize(2);
      assertThat(faults)
          .filteredOn(Fault.ActiveKilled.class::isInstance)
          .extracting(Fault::text)
          .containsExactlyInAnyOrder(
              "kill -9 of the active scheduler", "kill -9 of the active workflow-engine");
      assertThat(faults).filteredOn(Fault.ActiveFrozen.class::isInstance).hasSize(2);
    }
  }

  @Test
  void theOnlyBroker_isNeverWiped_norRestartedNodeByNode() {
    assertThat(draw(5, 1, 60))
        .extracting(Step::fault)
        .noneMatch(fault -> fault instanceof Fault.NodeKilled || fault instanceof Fault.BrokerWiped)
        .noneMatch(Fault.RollingRestart.class::isInstance);
  }

  @Test
  void thereIsQuietBeforeEach() {
    assertThat(draw(5, 3, 60))
        .extracting(Step::quiet)
        .allMatch(quiet -> quiet.compareTo(Duration.ofSeconds(2)) >= 0);
  }
}
