package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.lab.stack.StackMember;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which faults chance draws. */
class ChaosScriptTest {
  private static final int KINDS = 11;

  private static List<Step> draw(long seed, int servers, int count) {
    List<StackMember> members =
        Stream.of("gateway", "scheduler", "workflow-engine", "worker")
            .map(name -> new StackMember(name, "none", 2, 64, List.of(), Map.of()))
            .toList();
    Fleet fleet = new Fleet(members, List.of(), null, List.of("scheduler", "workflow-engine"));
    Chaos chaos = new Chaos(seed, servers, fleet);
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
      assertThat(faults)
          .filteredOn(Fault.PodKilled.class::isInstance)
          .extracting(Fault::text)
          .hasSize(2)
          .anyMatch(text -> text.startsWith("kill -9 of gateway-"))
          .anyMatch(text -> text.startsWith("kill -9 of worker-"));
      assertThat(faults).filteredOn(Fault.NodeKilled.class::isInstance).hasSize(2);
      assertThat(faults)
          .filteredOn(Fault.ActiveKilled.class::isInstance)
          .extracting(Fault::text)
          .containsExactlyInAnyOrder(
              "kill -9 of the active scheduler", "kill -9 of the active workflow-engine");
      assertThat(faults).filteredOn(Fault.PodFrozen.class::isInstance).hasSize(1);
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
