package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  /** T100 and the largest wave of both; nothing else differs. An empty T100 is never. */
  @ParameterizedTest
  @CsvSource({
    "10.0, 9, 5.0, 9, CANDIDATE",
    "5.0, 9, 10.0, 9, BASELINE",
    "10.0, 9, 10.9, 9, TIE",
    "10.0, 9, 9.1, 9, TIE",
    "10.0, 9, 10.0, 2, CANDIDATE",
    "10.0, 9, 5.0, 2, CANDIDATE",
    "5.0, 9, 10.0, 2, INCONCLUSIVE",
    "    , 9, 99.0, 9, CANDIDATE",
    "99.0, 2,    , 2, BASELINE",
    "    , 9,     , 2, INCONCLUSIVE",
    "10.0, 9, 5.0,  , CANDIDATE",
    "10.0, 9, 10.0, , TIE",
    "0.0, 0, 0.0, 0, TIE",
    "0.0, 0, 1.0, 0, BASELINE",
  })
  void verdict(
      @Nullable Double baseT100,
      @Nullable Integer basePeak,
      @Nullable Double t100,
      @Nullable Integer peak,
      Verdict expected) {
    Result baseline =
        Samples.result(9, baseT100 == null ? 1 : 9, baseT100)
            .peakAttemptsPer100ms(basePeak)
            .build();
    Result candidate =
        Samples.result(9, t100 == null ? 1 : 9, t100).peakAttemptsPer100ms(peak).build();
    Comparison comparison = compare("flap", baseline, candidate);
    assertThat(comparison.verdict()).isEqualTo(expected);
    assertThat(comparison.reasons()).isNotEmpty().allMatch(reason -> reason.endsWith("."));
  }

  @Test
  void ratios_candidateOverBaseline_nullWhenASideIsMissingOrZero() {
    Result full = Samples.result(9, 9, 4.0).attempts(20L).brokerCpuSeconds(0.0).build();
    Result half = Samples.result(9, 9, 1.0).attempts(30L).brokerCpuSeconds(1.0).build();
    Comparison comparison = compare("flap", full, half);
    assertThat(comparison.t100Ratio()).isEqualTo(0.25);
    assertThat(comparison.attemptsRatio()).isCloseTo(1.5, within(1e-9));
    assertThat(comparison.brokerCpuRatio()).as("baseline is zero").isNull();
    assertThat(comparison.peakRatio()).as("not measured").isNull();
  }

  @Test
  void brokerCpuRatio_nullBelowAFewTicks() {
    Result one = Samples.result(9, 9, 4.0).brokerCpuSeconds(0.02).build();
    Result two = Samples.result(9, 9, 4.0).brokerCpuSeconds(0.09).build();
    Result more = Samples.result(9, 9, 4.0).brokerCpuSeconds(0.1).build();
    assertThat(compare("flap", one, two).brokerCpuRatio()).isNull();
    assertThat(compare("flap", one, more).brokerCpuRatio()).isCloseTo(5, within(1e-9));
  }

  @Test
  void reasons_nameBothArmsAndFigures() {
    Comparison comparison =
        compare("flap", Samples.result(9, 1, null).build(), Samples.result(9, 9, 2.0).build());
    assertThat(comparison.reasons())
        .containsExactly("new recovered, old did not (old had 1 of 9 connected).");
    assertThat(Comparison.of(Samples.flap(), "jnats", "spread").reasons())
        .contains("T100: all connected after: spread 2.1 s, jnats 4.3 s (better).");
  }

  @Test
  void coldStart_restartsAndReadinessDecide_attemptsDoNot() {
    Comparison comparison = Comparison.of(Samples.coldStart(), "fail-fast", "retry-within-budget");
    assertThat(comparison.verdict()).isEqualTo(Verdict.CANDIDATE);
    assertThat(comparison.attemptsRatio()).isEqualTo(2.5);
    assertThat(comparison.timeToReadyRatio()).isCloseTo(0.05, within(0.001));
  }

  @Test
  void coldStart_sameCodeWithinTheProbesPeriod_tieThatSaysWhy() {
    Result one = Samples.result(9, 9, 1.0).timeToReadySeconds(2.5).build();
    Result other = Samples.result(9, 9, 1.0).timeToReadySeconds(2.9).build();
    Comparison tie = compare("cold-start", one, other);
    assertThat(tie.verdict()).isEqualTo(Verdict.TIE);
    assertThat(tie.reasons())
        .containsExactly(
            "No figure that decides differs by more than the noise of a run.",
            "All ready after broker-up: new 2.9 s, old 2.5 s (within the probe's period).");
    Result slow = Samples.result(9, 9, 1.0).timeToReadySeconds(3.9).build();
    assertThat(compare("cold-start", one, slow).verdict()).isEqualTo(Verdict.BASELINE);
  }

  @Test
  void flap_withinOneSchedulePeriod_tie_aStormIsNot() {
    Arm one = scheduled("one", Samples.result(9, 9, 1.5).peakAttemptsPer100ms(2).build());
    Arm other = scheduled("other", Samples.result(9, 9, 1.8).peakAttemptsPer100ms(3).build());
    Comparison tie = Comparison.of(Samples.journal("flap", null, one, other), "one", "other");
    assertThat(tie.verdict()).isEqualTo(Verdict.TIE);
    assertThat(tie.reasons())
        .contains(
            "T100: all connected after: other 1.8 s, one 1.5 s (within one schedule period).",
            "Most attempts in any 100 ms: other 3, one 2 (a single attempt).");
    assertThat(tie.t100Ratio()).as("the user's own limits see it").isCloseTo(1.2, within(1e-9));
    Comparison storm = Comparison.of(Samples.journal("storm", null, one, other), "one", "other");
    assertThat(storm.verdict()).isEqualTo(Verdict.BASELINE);
  }

  private static Arm scheduled(String name, Result result) {
    return Arm.of(name, Map.of("period", "2s"), Samples.held(), result, null);
  }

  @Test
  void stall_whoNeverNoticesIsNotBackSooner() {
    Result blind = Samples.result(12, 12, 0.0).blindSeconds(90.0).peakAttemptsPer100ms(0).build();
    Result notices =
        Samples.result(12, 12, 60.0).blindSeconds(60.0).peakAttemptsPer100ms(2).build();
    Comparison comparison = compare("stall", blind, notices);
    assertThat(comparison.verdict()).isEqualTo(Verdict.CANDIDATE);
    assertThat(comparison.reasons()).singleElement().asString().startsWith("Longest blind: ");
  }

  @Test
  void armWithoutResult_orWithoutItsRecovery_inconclusive() {
    Result result = Samples.result(9, 9, 2.0).build();
    Comparison none = compare("flap", null, result);
    assertThat(none.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(none.reasons()).containsExactly("old has no result.");
    assertThat(compare("flap", result, Result.builder().replicas(9).build()).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void refused_otherReplicas_otherDrill_otherOutage_unknownArm() {
    Journal flap = Samples.flap();
    Journal more =
        Samples.journal(
            "flap",
            null,
            Samples.arm("a", Samples.result(9, 9, 1.0).build(), null),
            Samples.arm("b", Samples.result(9, 9, 1.0).build(), null));
    Journal twelve = arms("flap", Map.of(Journal.OUTAGE_SECONDS, 20.0), 12);
    Journal longer = arms("flap", Map.of(Journal.OUTAGE_SECONDS, 60), 9);
    assertThat(Comparison.of(flap, "jnats", more, "b")).isNotNull();
    assertRefused(flap, twelve, "different number of replicas (9 and 12), expected the same");
    assertRefused(flap, longer, "different outage (s) (20.0 and 60.0), expected the same");
    assertRefused(flap, arms("flap", Map.of(), 9), "outage (s) (20.0 and unknown)");
    assertRefused(flap, arms("storm", Map.of(), 9), "different drill (flap and storm)");
    assertRefused(flap, flap, "no arm \"b\"");
  }

  private static void assertRefused(Journal first, Journal second, String message) {
    assertThatThrownBy(() -> Comparison.of(first, "jnats", second, "b"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static Journal arms(String drill, Map<String, @Nullable Object> parameters, int count) {
    Journal like = Samples.flap();
    Arm arm = Samples.arm("b", Samples.result(count, count, 1.0).build(), null);
    return new Journal(
        drill,
        Status.COMPLETED,
        null,
        like.start(),
        like.end(),
        like.environment(),
        parameters,
        null,
        List.of(arm),
        null);
  }

  private static Comparison compare(
      String drill, @Nullable Result baseline, @Nullable Result candidate) {
    Journal journal =
        Samples.journal(
            drill, null, Samples.arm("old", baseline, null), Samples.arm("new", candidate, null));
    return Comparison.of(journal, "old", "new");
  }
}
