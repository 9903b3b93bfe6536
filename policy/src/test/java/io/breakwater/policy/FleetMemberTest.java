package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FleetMemberTest {

  @Property(tries = 50)
  void ranks_areDenseAndDistinct_whateverTheOrderOfTheList(
      @ForAll @IntRange(min = 1, max = 60) int members,
      @ForAll @IntRange(min = 1, max = 5) int servers,
      @ForAll @IntRange(min = 1, max = 5) int names,
      @ForAll long seed) {
    List<FleetMember> fleet =
        IntStream.range(0, members)
            .mapToObj(i -> new FleetMember("name-" + i % names, "server-" + i % servers, i))
            .toList();
    List<FleetMember> shuffled = new ArrayList<>(fleet);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(fleet.stream().map(it -> rank(shuffled, it)))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, members).boxed().toList())
        .isEqualTo(fleet.stream().map(it -> rank(fleet, it)).toList());
  }

  @Test
  void rank_outlivesAnOutage_afterWhichAllHaveOtherServersAndNumbers() {
    List<FleetMember> before =
        IntStream.range(0, 9).mapToObj(i -> new FleetMember("pod-" + i, "old", 5 + i)).toList();
    List<FleetMember> after =
        IntStream.range(0, 9)
            .mapToObj(i -> new FleetMember("pod-" + i, "new-" + i % 3, 99 - i))
            .toList();
    for (int i = 0; i < 9; i++) {
      assertThat(rank(after, after.get(i))).isEqualTo(rank(before, before.get(i)));
    }
  }

  @Test
  void replicasOfOneService_lieAllOverThePeriod() {
    List<FleetMember> fleet =
        Stream.of("gateway", "scheduler", "worker")
            .flatMap(
                service ->
                    IntStream.range(0, 50)
                        .mapToObj(
                            i ->
                                new FleetMember(
                                    service + "-" + i, "s", service.length() * 100L + i)))
            .toList();
    int[] gateways = fleet.stream().limit(50).mapToInt(it -> rank(fleet, it)).sorted().toArray();
    assertThat(gateways[0]).isLessThan(20);
    assertThat(gateways[49]).isGreaterThan(130);
  }

  @Test
  void whoIsNotInTheList_hasNoRank() {
    List<FleetMember> fleet = List.of(new FleetMember("a", "s", 1));
    assertThat(FleetMember.rank(fleet, "s", 2)).isEmpty();
    assertThat(FleetMember.rank(fleet, "t", 1)).isEmpty();
    assertThat(FleetMember.rank(List.of(), "s", 1)).isEmpty();
  }

  private static int rank(List<FleetMember> fleet, FleetMember one) {
    return FleetMember.rank(fleet, one.server(), one.number()).orElseThrow();
  }
}
