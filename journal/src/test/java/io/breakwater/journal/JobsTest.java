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

  private static Jobs jobs(Map<String, Integer> violations, @Nullable Double before) {
    return new Jobs(1, 213L, 8L, 1L, 213L, 319L, 6L, 2L, violations, 0.4, 0.9, 1.5, before, 9.0);
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
  void rateRatio_isUnknown_whereNothingWasFinishedBefore() {
    assertThat(jobs(Map.of(), 10.0).rateRatio()).isEqualTo(0.9);
    assertThat(jobs(Map.of(), 0.0).rateRatio()).isNull();
    assertThat(jobs(Map.of(), null).rateRatio()).isNull();
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
        .contains("Invariants broken", "Executions beyond the first", "After over before")
        .contains("Jobs and steps finished: alone again after 0.90 s")
        .contains("\"finished\":[4,0,6]", "seconds after the end of the fault");
  }
}
