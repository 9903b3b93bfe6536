package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in a journal: their figures, their series, and what is made of them. */
class JobsTest {
  @TempDir Path folder;

  private static Jobs jobs(Map<String, Integer> violations, @Nullable Double steady) {
    return new Jobs(
        1, 213L, 8L, 1L, 213L, 319L, 6L, 2L, violations, recovery(0.4, 2.5, steady, 9.0));
  }

  private static Recovery recovery(
      @Nullable Double first,
      @Nullable Double limit,
      @Nullable Double steady,
      @Nullable Double rate) {
    return new Recovery(first, limit, 0.9, 1.5, steady, 25, 1.2, rate, null);
  }

  private static Arm arm(String name, Jobs jobs) {
    return new Arm(
        name,
        Map.of(),
        new SteadyState(null, new SteadyState.Check("none is broken", true, "213 of 213 ended")),
        Result.builder().restarts(0).jobs(jobs).build(),
        new Timeline(
                1_000,
                null,
                null,
                null,
                null,
                null,
                new Timeline.Jobs(List.of(5, 0, 5), List.of(4, 0, 6)),
                List.of())
            .withMarks(
                List.of(
                    new Timeline.Mark(Timeline.BROKER_DOWN, 1.0),
                    new Timeline.Mark(Timeline.BROKER_UP, 2.0))),
        List.of(),
        List.of());
  }

  @Test
  void violations_areCountedOverAllInvariants() {
    assertThat(jobs(Map.of("A", 2, "B", 1), 10.0).violationCount()).isEqualTo(3);
    assertThat(jobs(Map.of(), 10.0).violationCount()).isZero();
  }

  @Test
  void backlogRatio_isUnknown_whereNothingWasBegunBefore() {
    assertThat(recovery(0.4, 2.5, 10.0, 9.0).backlogRatio()).isEqualTo(0.9);
    assertThat(recovery(0.4, 2.5, 0.0, 9.0).backlogRatio()).isNull();
    assertThat(recovery(0.4, 2.5, null, 9.0).backlogRatio()).isNull();
    assertThat(recovery(0.4, 2.5, 10.0, null).backlogRatio()).isNull();
  }

  @Test
  void begunInTime_withinTheLimit_orWithoutOne_andNeverIsNot() {
    assertThat(recovery(2.5, 2.5, 10.0, 9.0).begunInTime()).isTrue();
    assertThat(recovery(2.6, 2.5, 10.0, 9.0).begunInTime()).isFalse();
    assertThat(recovery(null, 2.5, 10.0, 9.0).begunInTime()).isFalse();
    assertThat(recovery(null, null, 10.0, 9.0).begunInTime()).isTrue();
  }

  @Test
  void workedOff_atFourFifthsOfTheSteadyRate_orUnknown() {
    assertThat(recovery(0.4, 2.5, 10.0, 8.0).workedOff()).isTrue();
    assertThat(recovery(0.4, 2.5, 10.0, 7.9).workedOff()).isFalse();
    assertThat(recovery(0.4, 2.5, 10.0, null).workedOff()).isTrue();
  }

  @Test
  void fileAndBack_nothingIsLost() {
    Journal journal =
        Samples.journal(
            "data-loss-services",
            null,
            arm("alone", jobs(Map.of("A", 2), 10.0)),
            arm("of-3", jobs(Map.of(), null)));
    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    assertThat(JournalFile.read(folder)).isEqualTo(journal);
  }

  @Test
  void report_hasTheFiguresAndTheSeries() {
    String page =
        HtmlReport.render(
            Samples.journal(
                "data-loss-services",
                null,
                arm("alone", jobs(Map.of(), 10.0)),
                arm("of-3", jobs(Map.of(), null))));
    assertThat(page)
        .contains("alone: 213 of 213 ended")
        .contains(
            "Invariants broken", "Executions beyond the first", "Backlog rate over that before")
        .contains("Limit for new work to begin", "2.5 s")
        .contains("Jobs and steps finished: alone again after 0.90 s")
        .contains("\"finished\":[4,0,6]", "seconds after the end of the fault");
  }
}
