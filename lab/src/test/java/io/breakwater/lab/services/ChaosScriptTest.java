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

  private static List<String> texts(long seed, int servers, int count) {
    return draw(seed, servers, count).stream()
        .map(step -> step.quiet() + " " + step.fault().text())
        .toList();
  }

  @Test
  void sameSeed_sameFaults_otherSeed_others() {
    assertThat(texts(7, 3, 40)).isEqualTo(texts(7, 3, 40)).isNotEqualTo(texts(8, 3, 40));
  }

  @Test
  void eachKindComesOnce_beforeAnyComesAgain() {
    for (int round = 0; round < 5; round++) {
      List<Fault> faults =
          draw(3, 3, 5 * KINDS).stream()
              .map(Step::fault)
              .toList()
              .subList(round * KINDS, (round + 1) * KINDS);
      for (String kind :
          List.of(
              "broker killed, back after .*",
              "node n. killed, back after .*",
              "node n. killed and wiped, back after .*",
              "each server in turn restarted, .*",
              "kill -9 of gateway-.",
              "kill -9 of worker-.",
              "kill -9 of the active scheduler",
              "kill -9 of the active workflow-engine",
              "(gateway|worker)-. frozen for .*",
              "the active scheduler frozen for .*",
              "the active workflow-engine frozen for .*")) {
        assertThat(faults).extracting(Fault::text).filteredOn(it -> it.matches(kind)).hasSize(1);
      }
    }
  }

  @Test
  void saysWhatItHits() {
    assertThat(draw(3, 3, KINDS))
        .extracting(Step::fault)
        .allSatisfy(
            fault ->
                assertThat(fault.hits())
                    .singleElement()
                    .satisfies(
                        hit ->
                            assertThat(fault.text())
                                .containsPattern(
                                    hit.equals("broker") ? "killed|each server" : hit)));
  }

  @Test
  void theOnlyBroker_isNeverWiped_norRestartedNodeByNode() {
    assertThat(texts(5, 1, 60))
        .noneMatch(it -> it.contains("node") || it.contains("wiped"))
        .noneMatch(it -> it.contains("each server"));
  }

  @Test
  void thereIsQuietBeforeEach() {
    assertThat(draw(5, 3, 60))
        .extracting(Step::quiet)
        .allMatch(quiet -> quiet.compareTo(Duration.ofSeconds(2)) >= 0);
  }
}
