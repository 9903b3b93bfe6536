package io.breakwater.lab.history;

import static io.breakwater.lab.history.Verdicts.holds;
import static io.breakwater.lab.history.Verdicts.violates;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.lab.history.Event.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a job may be executed more than once. */
class CheckerAgainTest {
  private static Tale submitted() {
    return new Tale().submitted("c1", "t1").accepted("c1", "j-1");
  }

  private static Tale job() {
    return submitted().executed("e1", "t1");
  }

  @Test
  void executedAgain_forNoReason() {
    violates(
        job().executed("e2", "t1").succeeded("j-1", "e1"),
        Invariant.EXECUTED_AGAIN_FOR_A_REASON,
        "t1",
        "(e1)",
        "(e2)");
  }

  @Test
  void executedAgain_afterAnErrorOrACut() {
    for (Outcome outcome : List.of(Outcome.FAILED, Outcome.CUT)) {
      Tale tale =
          new Tale()
              .submitted("c1", "t1")
              .accepted("c1", "j-1")
              .began("e1", "t1")
              .ended("e1", outcome)
              .executed("e2", "t1")
              .succeeded("j-1", "e2");
      holds(tale);
      HistoryCounts counts = tale.check().counts();
      assertThat(counts.again()).isEqualTo(1);
      assertThat(counts.againAfterFailure() + counts.againAfterCut()).isEqualTo(1);
    }
  }

  @Test
  void executedAgain_afterAFaultThatMetIt() {
    Tale tale = job().after(100).fault("f").faultEnded("f").executed("e2", "t1");

    holds(tale.succeeded("j-1", "e2"));
    assertThat(tale.check().counts().againAfterFault()).isEqualTo(1);
  }

  @Test
  void executedAgain_afterAFaultLongBeforeOrLongAfter() {
    violates(
        new Tale()
            .fault("f")
            .faultEnded("f")
            .after(40_000)
            .submitted("c1", "t1")
            .accepted("c1", "j-1")
            .executed("e1", "t1")
            .executed("e2", "t1")
            .succeeded("j-1", "e2"),
        Invariant.EXECUTED_AGAIN_FOR_A_REASON,
        "t1",
        "for no reason");
    violates(
        job().after(30_000).fault("f").faultEnded("f").executed("e2", "t1").succeeded("j-1", "e1"),
        Invariant.EXECUTED_AGAIN_FOR_A_REASON,
        "t1",
        "for no reason");
  }

  @Test
  void executed_afterItWasSeenToHaveEnded() {
    Tale cancelled =
        new Tale()
            .submitted("c1", "t1")
            .accepted("c1", "j-1")
            .add(new Event.CancelSent("j-1", Tale.GATEWAY))
            .add(new Event.CancelAnswered("j-1", 200, "CANCELLED"))
            .executed("e1", "t1")
            .seen("j-1", "CANCELLED");

    violates(
        cancelled, Invariant.EXECUTED_AGAIN_FOR_A_REASON, "j-1", "CANCELLED", "after it", "e1");
  }

  /** Done by one worker, and then by another one, while something was broken. */
  private static Tale doneTwice(String hit) {
    return submitted()
        .attempt("e1", "t1", 1, "worker-1", Outcome.ANSWERED)
        .struck("f", hit)
        .faultEnded("f")
        .attempt("e2", "t1", 2, "worker-2", Outcome.ANSWERED)
        .succeeded("j-1", "e2");
  }

  @Test
  void executedAgain_becauseOfWhatItStandsOn() {
    for (String hit : List.of("broker", "scheduler", "scheduler-2", "worker-1", "worker-2")) {
      holds(doneTwice(hit));
    }
  }

  @Test
  void executedAgain_whileOnlyOthersWereBroken() {
    for (String hit : List.of("gateway-1", "workflow-engine", "workflow-engine-1", "worker-3")) {
      violates(
          doneTwice(hit), Invariant.EXECUTED_AGAIN_FOR_A_REASON, "t1", "e1", "e2", "no reason");
    }
  }

  @Test
  void anErrorIsTheReasonOfTheNextAttempt_notOfTheSameOne() {
    Tale failed = submitted().attempt("e1", "t1", 1, "worker-1", Outcome.FAILED);
    holds(failed.attempt("e2", "t1", 2, "worker-1", Outcome.ANSWERED).succeeded("j-1", "e2"));
    assertThat(failed.check().counts().redelivered()).isZero();

    Tale same =
        submitted()
            .attempt("e1", "t1", 1, "worker-1", Outcome.FAILED)
            .attempt("e2", "t1", 1, "worker-1", Outcome.ANSWERED)
            .succeeded("j-1", "e2");
    violates(same, Invariant.EXECUTED_AGAIN_FOR_A_REASON, "t1", "no reason");
    assertThat(same.check().counts().redelivered()).isEqualTo(1);
  }

  /** Answered, and the same attempt is delivered again, while something was broken. */
  private static Tale deliveredAgain(String hit) {
    return submitted()
        .attempt("e1", "t1", 1, "worker-1", Outcome.ANSWERED)
        .struck("f", hit)
        .faultEnded("f")
        .attempt("e2", "t1", 1, "worker-1", Outcome.ANSWERED)
        .succeeded("j-1", "e1");
  }

  @Test
  void theSameAttemptAgain_onlyIfItsWorkerWasStruck() {
    holds(deliveredAgain("worker-1"));
    for (String hit : List.of("broker", "scheduler", "worker-2", "gateway-1")) {
      violates(deliveredAgain(hit), Invariant.EXECUTED_AGAIN_FOR_A_REASON, "t1", "for no reason");
    }
  }

  @Test
  void cutOff_isTheReasonOfTheSameAttempt_onlyIfItsWorkerWasStruck() {
    Tale cut = submitted().attempt("e1", "t1", 1, "worker-1", Outcome.CUT);
    violates(
        cut.attempt("e2", "t1", 1, "worker-1", Outcome.ANSWERED).succeeded("j-1", "e2"),
        Invariant.EXECUTED_AGAIN_FOR_A_REASON,
        "t1",
        "for no reason");

    Tale killed =
        submitted()
            .struck("f", "worker-1")
            .faultEnded("f")
            .attempt("e1", "t1", 1, "worker-1", Outcome.CUT)
            .attempt("e2", "t1", 1, "worker-1", Outcome.ANSWERED)
            .succeeded("j-1", "e2");
    holds(killed);
    assertThat(killed.check().counts().againAfterCut()).isEqualTo(1);
    assertThat(killed.check().counts().redelivered()).isEqualTo(1);
  }

  @Test
  void executedAfterTheEnd_isNoLongerExcusedByWhatOthersSuffered() {
    violates(
        submitted()
            .add(new Event.CancelSent("j-1", Tale.GATEWAY))
            .add(new Event.CancelAnswered("j-1", 200, "CANCELLED"))
            .struck("f", "gateway-1")
            .attempt("e1", "t1", 1, "worker-1", Outcome.ANSWERED)
            .seen("j-1", "CANCELLED"),
        Invariant.EXECUTED_AGAIN_FOR_A_REASON,
        "j-1",
        "after it");
  }
}
