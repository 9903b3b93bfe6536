package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs: a first step, a list of two, a pause, and what follows from all of them. */
class CheckerRunTest {
  private static final Event DEFINED =
      new Event.Defined(
          "flow",
          List.of(
              new Event.Step("first", List.of(), 1, false, 0),
              new Event.Step("each", List.of("first"), 2, true, 0),
              new Event.Step("pause", List.of("each"), 0, false, 5_000),
              new Event.Step("last", List.of("each", "pause"), 1, false, 0)));

  private static Tale run() {
    return new Tale().add(DEFINED).started("c1", "t1", "flow").accepted("c1", "r-1");
  }

  private static Tale untilPause() {
    return run()
        .executed("e1", "t1", "first", 0)
        .executed("e2", "t1", "each", 1, "e1")
        .executed("e3", "t1", "each", 0, "e1");
  }

  private static Tale whole() {
    return untilPause()
        .after(5_000)
        .executed("e4", "t1", "last", 0, "e3", "e2")
        .seen("r-1", "SUCCEEDED");
  }

  private static void violates(Tale tale, Invariant invariant, String words) {
    assertThat(tale.check().violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.invariant()).isEqualTo(invariant);
              assertThat(violation.sentence()).contains(words);
            });
  }

  @Test
  void wholeRun() {
    HistoryReport report =
        whole()
            .succeeded("r-1.first", "e1")
            .succeeded("r-1.each.0", "e3")
            .succeeded("r-1.each.1", "e2")
            .check();

    assertThat(report.violations()).isEmpty();
    assertThat(report.counts().works()).isEqualTo(1);
    assertThat(report.counts().executed()).isEqualTo(4);
  }

  @Test
  void stepBeforeADependency() {
    violates(
        run().executed("e2", "t1", "each", 1).seen("r-1", "CANCELLED").add(cancel()),
        Invariant.DEPENDENCIES_FIRST,
        "before all of [first]");
  }

  private static Event cancel() {
    return new Event.CancelSent("r-1", Tale.GATEWAY);
  }

  @Test
  void stepBeforeADependencyHasEnded() {
    Tale tale =
        run()
            .began("e1", "t1", "first", 0)
            .executed("e2", "t1", "each", 1, "e1")
            .ended("e1", Event.Outcome.ANSWERED)
            .executed("e3", "t1", "each", 0, "e1")
            .after(5_000)
            .executed("e4", "t1", "last", 0, "e3", "e2")
            .seen("r-1", "SUCCEEDED");

    violates(tale, Invariant.DEPENDENCIES_FIRST, "e2 began at");
  }

  @Test
  void stepAfterAFailedDependency() {
    Tale tale =
        run()
            .began("e1", "t1", "first", 0)
            .ended("e1", Event.Outcome.FAILED)
            .executed("e2", "t1", "each", 1)
            .add(cancel())
            .seen("r-1", "CANCELLED");

    violates(tale, Invariant.DEPENDENCIES_FIRST, "before all of [first]");
  }

  @Test
  void stepBeforeOneItemOfAList() {
    Tale tale =
        run()
            .executed("e1", "t1", "first", 0)
            .executed("e2", "t1", "each", 1, "e1")
            .after(7_000)
            .executed("e4", "t1", "last", 0, "e2")
            .add(cancel())
            .seen("r-1", "CANCELLED");

    assertThat(tale.check().violations())
        .extracting(Violation::sentence)
        .anyMatch(it -> it.contains("before all of [each, pause]"));
  }

  @Test
  void stepBeforeItsDelay() {
    violates(
        untilPause()
            .after(4_000)
            .executed("e4", "t1", "last", 0, "e3", "e2")
            .seen("r-1", "SUCCEEDED"),
        Invariant.DEPENDENCIES_FIRST,
        "before its delay was over");
  }

  @Test
  void stepWithTheResultsOfOthers() {
    violates(
        untilPause()
            .after(5_000)
            .executed("e4", "t1", "last", 0, "e2", "e3")
            .seen("r-1", "SUCCEEDED"),
        Invariant.DEPENDENCIES_FIRST,
        "was given [e2, e3]");
  }

  @Test
  void runThatSucceededWithoutAStep() {
    violates(untilPause().seen("r-1", "SUCCEEDED"), Invariant.RESULT_WAS_ANSWERED, "t1/last/0");
  }

  @Test
  void jobOfAStep_withAnotherResultThanWentOn() {
    Tale tale =
        run()
            .fault("f")
            .executed("e1", "t1", "first", 0)
            .executed("e5", "t1", "first", 0)
            .executed("e2", "t1", "each", 1, "e1")
            .executed("e3", "t1", "each", 0, "e1")
            .after(5_000)
            .executed("e4", "t1", "last", 0, "e3", "e2")
            .seen("r-1", "SUCCEEDED")
            .succeeded("r-1.first", "e5");

    violates(tale, Invariant.RESULT_WAS_ANSWERED, "more than one result went on: [e1, e5]");
  }

  @Test
  void stepExecutedAgainForNoReason_orAfterTheEnd() {
    assertThat(whole().executed("e9", "t1", "each", 1, "e1").check().violations())
        .extracting(Violation::invariant)
        .containsExactly(
            Invariant.EXECUTED_AGAIN_FOR_A_REASON, Invariant.EXECUTED_AGAIN_FOR_A_REASON);
  }

  @Test
  void jobOfAStep_thatFailedThoughItWasNotMadeTo() {
    violates(whole().seen("r-1.first", "FAILED"), Invariant.ENDS_AS_IT_MUST, "not made to fail");
  }
}
