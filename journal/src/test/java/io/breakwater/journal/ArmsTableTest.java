package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArmsTableTest {
  @Test
  void baselineFirst_rowsWithoutAnyFigureLeftOut() {
    ArmsTable table = ArmsTable.of(Samples.coldStart());
    assertThat(table.arms()).containsExactly("fail-fast", "retry-within-budget");
    assertThat(table.rows().stream().map(ArmsTable.Row::measure))
        .contains(Measure.RESTARTS, Measure.TIME_TO_READY)
        .doesNotContain(Measure.T100, Measure.LOST, Measure.RATIO);
    assertThat(texts(table, Measure.TIME_TO_READY)).containsExactly("38.2 s", "1.9 s");
    assertThat(texts(table, Measure.READINESS_WENT_RED)).containsExactly("no", "no");
  }

  @Test
  void unmeasuredIsADash_neverZero() {
    Arm one = Samples.arm("a", Result.builder().lost(0L).build(), null);
    Arm other = Samples.arm("b", Result.builder().build(), null);
    ArmsTable table = ArmsTable.of("flap", List.of(one, other, Samples.arm("c", null, null)));
    assertThat(texts(table, Measure.LOST)).containsExactly("0", "–", "–");
    assertThat(table.hasGaps()).isTrue();
    assertThat(table.rows()).hasSize(1);
    assertThat(ArmsTable.of("flap", List.of()).rows()).isEmpty();
  }

  @Test
  void endedBeforeItGotThere_isNotReached() {
    Arm never = Samples.arm("a", Samples.result(9, 6, null).build(), null);
    ArmsTable flap = ArmsTable.of("flap", List.of(never));
    assertThat(texts(flap, Measure.T100)).containsExactly(ArmsTable.NOT_REACHED);
    assertThat(flap.rows().stream().map(ArmsTable.Row::measure))
        .doesNotContain(Measure.TIME_TO_READY);
    assertThat(texts(ArmsTable.of("cold-start", List.of(never)), Measure.TIME_TO_READY))
        .containsExactly(ArmsTable.NOT_REACHED);
  }

  @Test
  void podsThatStayedReady_areNeverUnready_notUnmeasured() {
    Arm stayed = Samples.arm("a", Samples.result(9, 9, 1.0).readinessWentRed(false).build(), null);
    Arm red = Samples.arm("b", Samples.result(9, 9, 1.0).timeToReadySeconds(1.9).build(), null);
    Arm unknown = Samples.arm("c", Samples.result(9, 9, 1.0).readinessWentRed(null).build(), null);
    assertThat(texts(ArmsTable.of("flap", List.of(stayed, red)), Measure.TIME_TO_READY))
        .containsExactly("never unready", "1.9 s");
    assertThat(texts(ArmsTable.of("flap", List.of(unknown, red)), Measure.TIME_TO_READY))
        .containsExactly("–", "1.9 s");
    assertThat(texts(ArmsTable.of("cold-start", List.of(stayed, red)), Measure.TIME_TO_READY))
        .as("pods that were created anew and never became ready")
        .containsExactly("not reached", "1.9 s");
    assertThat(ArmsTable.of("flap", List.of(stayed)).hasGaps()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "T100, 4.0, 2.0, 2.0× less, BETTER",
    "T100, 2.0, 9.0, 4.5× more, WORSE",
    "T100, 10, 8, −20 %, BETTER",
    "T100, 10, 9.5, −5 %, NEITHER",
    "T100, 10, 10.5, +5 %, NEITHER",
    "T100, 10, 12, +20 %, WORSE",
    "CONNECTED, 4, 9, 2.3× more, BETTER",
    "CONNECTED, 9, 4, 2.3× less, WORSE",
    "RESTARTS, 27, 0, −27, BETTER",
    "RESTARTS, 0, 3, +3, WORSE",
    "REPLICAS, 4, 8, 2.0× more, NEITHER",
    "T100, 1000, 1000.1, '', NEITHER",
  })
  void change(
      Measure measure, double baseline, double candidate, String text, Change.Judgement judgement) {
    assertThat(Change.between(measure, baseline, candidate, Floor.NONE))
        .isEqualTo(new Change(text, judgement, ""));
  }

  @ParameterizedTest
  @CsvSource({"T100, 2, 2", "T100, , 2", "T100, 2, ", "READINESS_WENT_RED, 0, 1"})
  void noChange(Measure measure, @Nullable Double baseline, @Nullable Double candidate) {
    assertThat(Change.between(measure, baseline, candidate, Floor.NONE)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COUNT|0|0",
        "COUNT|2391|2,391",
        "COUNT|1.3|1.3",
        "COUNT|1e7|10,000,000",
        "SECONDS|0|0 s",
        "SECONDS|0.004|under 0.01 s",
        "SECONDS|0.04|0.04 s",
        "SECONDS|2|2.0 s",
        "SECONDS|38.24|38.2 s",
        "SECONDS|1234.5|1,235 s",
        "MILLIS|0.4|0.40 ms",
        "PER_MINUTE|108|108/min",
        "PER_SECOND|15.1|15.1/s",
        "RATIO|1.05|1.05×",
        "RATIO|20.06|20.1×",
        "RATIO|0.2|0.20×",
        "FLAG|1|yes",
        "FLAG|0|no",
      })
  void units(Unit unit, double value, String text) {
    assertThat(unit.format(value)).isEqualTo(text);
  }

  private static List<String> texts(ArmsTable table, Measure measure) {
    return table.rows().stream()
        .filter(row -> row.measure() == measure)
        .flatMap(row -> row.cells().stream().map(ArmsTable.Cell::text))
        .toList();
  }
}
