package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetMember;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetKnowledgeTest {
  private static final Duration PROMPT = Duration.ofSeconds(1);

  private final FleetKnowledge knowledge = new FleetKnowledge();

  @Test
  void atFirst_nothingIsKnown() {
    assertThat(knowledge.facts()).isEqualTo(FleetFacts.UNKNOWN);
    assertThat(knowledge.connections()).isEqualTo(1);
  }

  @Test
  void connections_riseAtOnce_fallSlowly_andNotInAnOutage() {
    connected(100);
    count(150, at(1));
    assertThat(knowledge.facts().connections()).hasValue(150);
    knowledge.connected(handshake(100), false, at(60 * 60));
    count(20, at(60 * 60));
    assertThat(knowledge.facts().connections()).hasValue(150);
    count(20, at(70 * 60));
    assertThat(knowledge.facts().connections()).hasValue(75);
    count(200, at(70 * 60));
    assertThat(knowledge.facts().connections()).hasValue(200);
  }

  @Test
  void rank_isOfAWholeListOnly() {
    connected(100);
    count(9, at(1));
    assertThat(knowledge.listIsDue(at(1))).isTrue();
    list(6, 2);
    assertThat(knowledge.facts().rank()).as("a server is missing").isEmpty();
    list(9, 99);
    assertThat(knowledge.facts().rank()).as("we are missing").isEmpty();
    list(9, 2);
    assertThat(knowledge.facts().rank()).isPresent();
    assertThat(knowledge.listIsDue(at(1))).isFalse();
    count(10, at(2));
    assertThat(knowledge.listIsDue(at(2))).isTrue();
    assertThat(knowledge.facts().rank()).as("better than none").isPresent();
  }

  @Test
  void aFleetThatGrewTooLarge_hasNoRanks() {
    connected(100);
    count(1_000, at(1));
    list(1_000, 2);
    assertThat(knowledge.facts().rank()).isPresent();
    count(1_200, at(2));
    assertThat(knowledge.facts().rank()).isEmpty();
    assertThat(knowledge.listIsDue(at(2))).isFalse();
  }

  @Test
  void connectRate_isThatOfAllServers_andTheBestThatWasProved_untilAnOverload() {
    connected(100);
    assertRate(10);
    knowledge.counted(new FleetAnswers.Count(3, 9), PROMPT, at(1));
    assertRate(30);
    connected(200);
    assertRate(30);
    connected(50);
    assertRate(60);
    knowledge.connected(handshake(100), true, at(9));
    assertRate(30);
  }

  @Test
  void connectRate_isSeenInTheStartsOfOthers_atTheSameServer() {
    connected(1_000);
    count(40, at(1));
    list(40, 39);
    // 40 in the 3.9 s since the first began, and the second that the own one lasted.
    assertRate(40 / 4.9);
  }

  @Test
  void theWayThereAndBack_isNotTheServersWork() {
    knowledge.connected(
        Optional.of(
            new Handshake(
                Duration.ofMillis(300), Duration.ofMillis(150), 1, Duration.ofMillis(100))),
        false,
        at(0));
    assertRate(20);
    knowledge.counted(new FleetAnswers.Count(1, 1), Duration.ofMillis(50), at(1));
    assertRate(10);
    knowledge.counted(new FleetAnswers.Count(1, 1), Duration.ofMillis(500), at(2));
    assertRate(10);
  }

  private void assertRate(double expected) {
    assertThat(knowledge.facts().connectRate().orElse(0)).isCloseTo(expected, within(0.01));
  }

  private void connected(int millis) {
    knowledge.connected(handshake(millis), false, at(0));
  }

  private static Optional<Handshake> handshake(int millis) {
    Duration took = Duration.ofMillis(millis);
    return Optional.of(new Handshake(took, took, 1, Duration.ZERO));
  }

  private void count(int connections, long at) {
    knowledge.counted(new FleetAnswers.Count(1, connections), PROMPT, at);
  }

  /** A list of members that came every 100 ms. */
  private void list(int size, long own) {
    List<FleetAnswers.Listed> list =
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    new FleetAnswers.Listed(
                        new FleetMember("pod-" + i, "server", i),
                        TimeUnit.MILLISECONDS.toNanos(100L * i)))
            .toList();
    knowledge.listed(list, "server", own, at(1));
  }

  private static long at(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds) - TimeUnit.DAYS.toNanos(1);
  }
}
