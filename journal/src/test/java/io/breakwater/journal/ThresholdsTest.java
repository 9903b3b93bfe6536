package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  private static final Result OLD =
      Samples.result(9, 9, 4.0).peakAttemptsPer100ms(10).attempts(10L).lost(9L).build();
  private static final Result NEW =
      Samples.result(9, 9, 2.0).peakAttemptsPer100ms(2).attempts(20L).lost(1L).build();

  @Test
  void none_noCheck() {
    assertThat(check(Thresholds.NONE, OLD, NEW)).isEmpty();
  }

  @Test
  void eachLimit_heldAtItsEdge_brokenBeyond() {
    assertThat(check(new Thresholds(0.5, null, 0.2, 2.0, null, 0, 1L), OLD, NEW))
        .hasSize(5)
        .allMatch(Thresholds.Check::held);
    assertThat(check(new Thresholds(0.49, null, 0.19, 1.9, null, null, 0L), OLD, NEW))
        .hasSize(4)
        .noneMatch(Thresholds.Check::held);
  }

  @Test
  void lineHasBothFigures() {
    assertThat(check(new Thresholds(0.4, null, null, null, null, 0, null), OLD, NEW))
        .containsExactly(
            new Thresholds.Check(
                false, "T100: all connected after, over the baseline's: 0.50×, at most 0.40×"),
            new Thresholds.Check(true, "Container restarts: 0, at most 0"));
  }

  @Test
  void notMeasured_doesNotHold() {
    assertThat(check(new Thresholds(null, 1.0, null, null, 1.0, null, null), OLD, NEW))
        .hasSize(2)
        .noneMatch(Thresholds.Check::held)
        .allMatch(check -> check.line().contains(": not measured, at most 1"));
    assertThat(check(new Thresholds(1.0, null, null, null, null, 0, null), OLD, null))
        .hasSize(2)
        .noneMatch(Thresholds.Check::held);
  }

  @Test
  void baselineNeverRecovered_candidateDid_holds_notTheOtherWayRound() {
    Result never = Samples.result(9, 1, null).build();
    Thresholds limit = new Thresholds(1.0, null, null, null, null, null, null);
    assertThat(check(limit, never, NEW)).singleElement().matches(Thresholds.Check::held);
    assertThat(check(limit, NEW, never)).singleElement().matches(check -> !check.held());
    assertThat(check(limit, never, never)).singleElement().matches(check -> !check.held());
  }

  @Test
  void brokerCpuTooLittleToCompare_holds() {
    Thresholds limit = new Thresholds(null, null, null, null, 1.0, null, null);
    Result little = Samples.result(9, 9, 4.0).brokerCpuSeconds(0.01).build();
    Result more = Samples.result(9, 9, 4.0).brokerCpuSeconds(0.06).build();
    Result much = Samples.result(9, 9, 4.0).brokerCpuSeconds(0.2).build();
    assertThat(check(limit, little, more))
        .containsExactly(
            new Thresholds.Check(
                true, "Broker CPU while recovering: both under 0.10 s, too little to compare"));
    assertThat(check(limit, little, much)).singleElement().matches(check -> !check.held());
  }

  private static List<Thresholds.Check> check(
      Thresholds thresholds, Result baseline, @Nullable Result candidate) {
    Journal journal =
        Samples.journal(
            "flap", null, Samples.arm("old", baseline, null), Samples.arm("new", candidate, null));
    return thresholds.check(Comparison.of(journal, "old", "new"), baseline, candidate);
  }
}
