package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Result;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.journal.SteadyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StormFindingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void anArmThatBeatsTheBound_provesThatCIsWrong() {
    Result fast = Result.builder().replicas(150).capacityPerSecond(4.3).ratio(0.42).build();
    assertThat(StormFindings.doubts(List.of(arm("jitter", fast), back("spread")), 2))
        .containsExactly(
            "C is not valid: jitter was back in 0.42 of the bound, which no schedule can beat, so"
                + " the broker does at least 10.2/s; the machine was busy when C was measured."
                + " Measure again");
  }

  @Test
  void moreAttemptsThanThePolicyAllows_areSaid_butNotThoseOfALateTimer() {
    Result late =
        Result.builder().replicas(150).boundAttemptsPer100ms(1.0).peakAttemptsPer100ms(4).build();
    Result usual =
        Result.builder().replicas(150).boundAttemptsPer100ms(2.0).peakAttemptsPer100ms(3).build();
    assertThat(StormFindings.doubts(List.of(arm("spread", late)), 2))
        .containsExactly(
            "spread: 4 attempts in some 100 ms, where its policy allows 1: the replicas were late,"
                + " the machine was busy");
    assertThat(StormFindings.doubts(List.of(arm("spread", usual), never("jitter")), 2)).isEmpty();
  }

  @Test
  void aBrokerThatWasHalfIdle_didNotSetC() {
    Result idle = recovered().brokerCpuSeconds(0.37).build();
    assertThat(StormFindings.doubts(List.of(arm("fixed", idle), arm("spread", idle)), 1))
        .containsExactly(
            "C is not the broker's: fixed took 0.37 s of its processor time, and 1.80 s is what it"
                + " has in N/C. The clients needed the rest: see --broker-cores");
    Result busy = recovered().brokerCpuSeconds(1.7).build();
    assertThat(StormFindings.doubts(List.of(arm("fixed", busy)), 1)).isEmpty();
    assertThat(StormFindings.doubts(List.of(arm("fixed", busy)), 2)).hasSize(1);
    assertThat(StormFindings.doubts(List.of(arm("fixed", busy)), null)).isEmpty();
    Result unmeasured = recovered().build();
    Result tiny = recovered().boundSeconds(0.1).brokerCpuSeconds(0.01).build();
    assertThat(StormFindings.doubts(List.of(arm("a", unmeasured), arm("b", tiny)), 1)).isEmpty();
  }

  private static ResultBuilder recovered() {
    return Result.builder().replicas(1_000).boundSeconds(1.8).t100Seconds(2.0);
  }

  @Test
  void theLimit_followsTheBound_whereNobodySetsOne() {
    StormOptions usual =
        StormOptions.of(
            List.of(StormArm.of("spread", StormClients.LIGHT)), 150, StormAuthentication.BCRYPT);
    assertThat(usual.limitFor(20)).isEqualTo(MINUTE);
    assertThat(usual.limitFor(5)).isEqualTo(MINUTE.multipliedBy(2));
    assertThat(StormOptions.usualLimit(1_000_000, 1e-9)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aPromiseThatWasNotKept_isAFailure_withItsFigures() {
    assertThat(
            findings("jitter", "spread").failure(List.of(lost("jitter"), lost("spread")), MINUTE))
        .contains(
            "spread: 118 of 150 back within 60 s,"
                + " 3.1 attempts that met a live broker per replica");
  }

  @Test
  void everyArmThatPromises_hasToKeepIt_notOnlyTheLast() {
    assertThat(
            findings("spread-hash", "spread")
                .failure(List.of(lost("spread-hash"), back("spread")), MINUTE))
        .hasValueSatisfying(why -> assertThat(why).startsWith("spread-hash: 118 of 150"));
  }

  @Test
  void armsWithoutAPromise_areShownForWhatTheyAre() {
    assertThat(findings("jitter").failure(List.of(lost("jitter")), MINUTE)).isEmpty();
    assertThat(
            findings("spread", "jitter").failure(List.of(back("spread"), lost("jitter")), MINUTE))
        .isEmpty();
  }

  @Test
  void anArmThatNeverStood_isAFailure_whateverItsShape() {
    assertThat(
            findings("jitter", "spread").failure(List.of(never("jitter"), back("spread")), MINUTE))
        .contains("jitter: did not reach its steady state: 6 of 150 connected");
  }

  @Test
  void whoCameBackAndFellAgain_isSaid() {
    Arm arm = arm("spread", check(true, "150 of 150"), check(false, "149 of 150 connected"), 9.0);
    assertThat(findings("spread").failure(List.of(arm), MINUTE))
        .contains(
            "spread: all 150 back in 9.0 s, 0.90 of the bound, but then 149 of 150 connected");
    assertThat(findings("spread").of(back("spread"), MINUTE))
        .isEqualTo("all 150 back in 9.0 s, 0.90 of the bound");
  }

  private static StormFindings findings(String... arms) {
    return new StormFindings(
        StormOptions.of(
            Stream.of(arms).map(arm -> StormArm.of(arm, StormClients.LIGHT)).toList(),
            150,
            StormAuthentication.BCRYPT));
  }

  private static Arm arm(String name, Result result) {
    return new Arm(name, Map.of(), new SteadyState(null, null), result, null, List.of(), List.of());
  }

  private static Arm back(String name) {
    return arm(name, check(true, "150 of 150"), check(true, "150 of 150"), 9.0);
  }

  private static Arm lost(String name) {
    return arm(name, check(true, "150 of 150"), check(false, "118 of 150"), null);
  }

  private static Arm never(String name) {
    return new Arm(
        name,
        Map.of(),
        new SteadyState(check(false, "6 of 150 connected"), null),
        null,
        null,
        List.of(),
        List.of());
  }

  private static Arm arm(
      String name, SteadyState.Check before, SteadyState.Check after, @Nullable Double t100) {
    Result result =
        Result.builder()
            .replicas(150)
            .connected(t100 == null ? 118 : 150)
            .t100Seconds(t100)
            .ratio(t100 == null ? null : t100 / 10)
            .liveAttemptsPerReplica(3.14)
            .build();
    return new Arm(
        name, Map.of(), new SteadyState(before, after), result, null, List.of(), List.of());
  }

  private static SteadyState.Check check(boolean met, String detail) {
    return new SteadyState.Check("all", met, detail);
  }
}
