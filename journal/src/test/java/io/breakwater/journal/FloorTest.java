package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloorTest {
  @ParameterizedTest
  @CsvSource({
    "TIME_TO_READY, cold-start, 1, within the probe's period",
    "TIME_TO_READY, storm, 1, within the probe's period",
    "T50, flap, 2, within one schedule period",
    "T99, flap, 2, within one schedule period",
    "T100, cold-start, 2, within one schedule period",
    "T100, storm, 0, ''",
    "T100, node-loss, 0, ''",
    "LONGEST_OUTAGE, partition, 0, ''",
    "LONGEST_OUTAGE, stall, 2, within one schedule period",
    "PEAK_100_MS, flap, 2, a single attempt",
    "RESTARTS, cold-start, 0, ''",
    "LOST, flap, 0, ''",
  })
  void ofEachMeasure(Measure measure, String drill, double difference, String why) {
    assertThat(Floor.of(measure, drill, arm("2s"), arm("2s")))
        .isEqualTo(new Floor(difference, why));
  }

  @ParameterizedTest
  @CsvSource({
    ", , 1, within one second",
    "often, 2, 1, within one second",
    "500ms, 500ms, 0.5, within one schedule period",
    "500ms, , 1, within one second",
    ", 4s, 4, within one schedule period",
    "4s, 1m, 60, within one schedule period",
    "1m, 4s, 60, within one schedule period",
  })
  void theCoarserArmDecides_noPeriodIsASecond(
      @Nullable String baseline, @Nullable String candidate, double difference, String why) {
    assertThat(Floor.of(Measure.T100, "flap", arm(baseline), arm(candidate)))
        .isEqualTo(new Floor(difference, why));
  }

  @ParameterizedTest
  @CsvSource({
    "T100, 2, 1.5, 1.8, +20 %, NEITHER, within one schedule period",
    "T100, 2, 1.8, 1.5, −17 %, NEITHER, within one schedule period",
    "T100, 2, 1, 3, 3.0× more, WORSE, ''",
    "T100, 2, 1.5, 1.6, +7 %, NEITHER, ''",
    "REPLICAS, 2, 4, 5, +25 %, NEITHER, ''",
  })
  void onlyADifferenceBeyondTheNoiseNeedsAReason(
      Measure measure,
      double floor,
      double baseline,
      double candidate,
      String text,
      Change.Judgement judgement,
      String why) {
    Floor least = new Floor(floor, "within one schedule period");
    assertThat(Change.between(measure, baseline, candidate, least))
        .isEqualTo(new Change(text, judgement, why));
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 0.02, '', NEITHER, a few clock ticks",
    "0.09, 0, '', NEITHER, a few clock ticks",
    "0.02, 0.1, 5.0× more, WORSE, ''",
    "0.3, 0.1, 3.0× less, BETTER, ''",
  })
  void processorTimeIsNotJudgedByASingleTick(
      double baseline, double candidate, String text, Change.Judgement judgement, String why) {
    assertThat(Change.between(Measure.BROKER_CPU, baseline, candidate, Floor.NONE))
        .isEqualTo(new Change(text, judgement, why));
  }

  @Test
  void lineSaysWhy_wordDoesNot() {
    Change change = new Change("+20 %", Change.Judgement.NEITHER, "within the probe's period");
    assertThat(change.word()).isEmpty();
    assertThat(change.line()).isEqualTo("+20 % · within the probe's period");
    assertThat(new Change("", Change.Judgement.NEITHER, "a few clock ticks").line())
        .isEqualTo("a few clock ticks");
    assertThat(new Change("+20 %", Change.Judgement.WORSE, "").line()).isEqualTo("+20 % · worse");
  }

  private static Arm arm(@Nullable String period) {
    return Arm.of(
        "a", period == null ? Map.of() : Map.of("period", period), Samples.held(), null, null);
  }
}
