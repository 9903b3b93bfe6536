package io.breakwater.lab.history;

import static io.breakwater.lab.history.Verdicts.holds;
import static io.breakwater.lab.history.Verdicts.violates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.lab.history.Event.Outcome;
import org.junit.jupiter.api.Test;

/** Jobs: histories that may be, and, for each invariant, some that may not. */
class CheckerTest {
  /** A job from its submission to its end. */
  private static Tale job() {
    return new Tale().submitted("c1", "t1").accepted("c1", "j-1").executed("e1", "t1");
  }

  @Test
  void nothing() {
    holds(new Tale());
  }

  @Test
  void submitted_executed_succeeded() {
    HistoryReport report = job().seen("j-1", "RUNNING").succeeded("j-1", "e1").check();

    assertThat(report.held()).isTrue();
    assertThat(report.counts())
        .isEqualTo(new HistoryCounts(1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void accepted_andThenUnknownToTheGateways() {
    violates(job().notFound("j-1"), Invariant.ACCEPTED_IS_KEPT, "j-1", "not found at");
  }

  @Test
  void accepted_andNeverAnsweredFor() {
    violates(job(), Invariant.ACCEPTED_IS_KEPT, "j-1", "nobody ever");
  }

  @Test
  void accepted_andUnknownToAnotherGatewayAtFirst() {
    holds(job().seen("j-1", "PENDING").notFound("j-1").succeeded("j-1", "e1"));
  }

  @Test
  void recorded_andThenForgotten_thoughFoundAgain() {
    violates(
        job().seen("j-1", "RUNNING").notFound("j-1").succeeded("j-1", "e1"),
        Invariant.ACCEPTED_IS_KEPT,
        "j-1",
        "seen RUNNING");
  }

  @Test
  void accepted_andStillOpenAtTheEnd() {
    violates(job().seen("j-1", "RUNNING"), Invariant.ACCEPTED_SETTLES, "j-1", "still RUNNING");
  }

  @Test
  void memoryIsNoAnswer() {
    violates(
        job().seen("j-1", "RUNNING").add(stale("j-1", "e1")),
        Invariant.ACCEPTED_SETTLES,
        "j-1",
        "still RUNNING");
  }

  private static Event stale(String id, String result) {
    return new Event.Observed(id, Tale.GATEWAY, "SUCCEEDED", 1, result, true);
  }

  @Test
  void refused_andNotExecuted() {
    holds(new Tale().submitted("c1", "t1").refused("c1"));
  }

  @Test
  void refused_andExecuted() {
    violates(
        new Tale().submitted("c1", "t1").refused("c1").executed("e1", "t1"),
        Invariant.REFUSED_NEVER_RUNS,
        "t1",
        "c1 HTTP 503");
  }

  @Test
  void refused_executed_thenAcceptedUnderTheSameKey() {
    Tale tale = new Tale().keyed("c1", "t1").refused("c1").executed("e1", "t1");

    violates(
        tale.keyed("c2", "t1").accepted("c2", "j-1").succeeded("j-1", "e1"),
        Invariant.REFUSED_NEVER_RUNS,
        "t1",
        "executed at");
  }

  @Test
  void refused_thenAcceptedUnderTheSameKey_executed() {
    holds(
        new Tale()
            .keyed("c1", "t1")
            .refused("c1")
            .keyed("c2", "t1")
            .executed("e1", "t1")
            .accepted("c2", "j-1")
            .succeeded("j-1", "e1"));
  }

  @Test
  void unknown_mayBeExecutedOrNot() {
    holds(new Tale().submitted("c1", "t1").unknown("c1").executed("e1", "t1"));
    holds(new Tale().submitted("c1", "t1").unknown("c1"));
    holds(new Tale().submitted("c1", "t1").executed("e1", "t1"));
  }

  @Test
  void executed_thoughNobodyHadSubmittedIt() {
    violates(
        new Tale().executed("e1", "t9").submitted("c1", "t9"),
        Invariant.REFUSED_NEVER_RUNS,
        "t9",
        "nobody had submitted it");
  }

  @Test
  void terminal_thenAnotherState() {
    violates(
        job().succeeded("j-1", "e1").seen("j-1", "RUNNING").succeeded("j-1", "e1"),
        Invariant.TERMINAL_IS_FINAL,
        "j-1",
        "SUCCEEDED with e1",
        "RUNNING");
  }

  @Test
  void terminal_thenOpenInAnotherGatewaysMemory() {
    holds(job().succeeded("j-1", "e1").stale("j-1", "RUNNING").succeeded("j-1", "e1"));
  }

  @Test
  void cancelled_thenSucceeded() {
    Tale tale =
        new Tale()
            .submitted("c1", "t1")
            .accepted("c1", "j-1")
            .began("e1", "t1")
            .add(new Event.CancelSent("j-1", Tale.GATEWAY))
            .add(new Event.CancelAnswered("j-1", 200, "CANCELLED"))
            .ended("e1", Outcome.ANSWERED)
            .succeeded("j-1", "e1");

    violates(tale, Invariant.TERMINAL_IS_FINAL, "j-1", "CANCELLED", "SUCCEEDED with e1");
  }

  @Test
  void terminal_withAnotherResult() {
    Tale tale =
        new Tale()
            .submitted("c1", "t1")
            .accepted("c1", "j-1")
            .fault("f")
            .executed("e1", "t1")
            .executed("e2", "t1")
            .succeeded("j-1", "e1")
            .succeeded("j-1", "e2");

    assertThat(tale.check().violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.TERMINAL_IS_FINAL, Invariant.RESULT_WAS_ANSWERED);
  }

  @Test
  void sameKey_sameId() {
    holds(
        new Tale()
            .keyed("c1", "t1")
            .keyed("c2", "t1")
            .accepted("c2", "j-1")
            .accepted("c1", "j-1")
            .executed("e1", "t1")
            .succeeded("j-1", "e1"));
  }

  @Test
  void sameKey_twoIds() {
    Tale tale =
        new Tale()
            .keyed("c1", "t1")
            .accepted("c1", "j-1")
            .keyed("c2", "t1")
            .accepted("c2", "j-2")
            .executed("e1", "t1")
            .succeeded("j-1", "e1")
            .succeeded("j-2", "e1");

    violates(tale, Invariant.ONE_KEY_ONE_ID, "t1", "[j-1, j-2]");
  }

  @Test
  void sameId_twoSubmissions() {
    Tale tale =
        job()
            .submitted("c2", "t2")
            .accepted("c2", "j-1")
            .executed("e2", "t2")
            .succeeded("j-1", "e1");

    violates(tale, Invariant.ONE_KEY_ONE_ID, "j-1", "[t1, t2]");
  }

  @Test
  void keyThatIsSaidToBeAnothersJob() {
    violates(
        new Tale().keyed("c1", "t1").add(new Event.Refused("c1", 422, null)),
        Invariant.ONE_KEY_ONE_ID,
        "c1",
        "another request");
  }

  @Test
  void resultThatNobodyAnswered() {
    violates(
        job().succeeded("j-1", "e7"), Invariant.RESULT_WAS_ANSWERED, "j-1", "e7", "had answered");
    violates(
        job().seen("j-1", "SUCCEEDED"), Invariant.RESULT_WAS_ANSWERED, "j-1", "without a result");
  }

  @Test
  void resultOfAnotherJob() {
    Tale tale =
        job()
            .submitted("c2", "t2")
            .accepted("c2", "j-2")
            .executed("e2", "t2")
            .succeeded("j-1", "e2")
            .succeeded("j-2", "e2");

    violates(tale, Invariant.RESULT_WAS_ANSWERED, "j-1", "e2");
  }

  @Test
  void resultBeforeItWasAnswered() {
    Tale tale =
        new Tale()
            .submitted("c1", "t1")
            .accepted("c1", "j-1")
            .began("e1", "t1")
            .succeeded("j-1", "e1")
            .ended("e1", Outcome.ANSWERED);

    violates(tale, Invariant.RESULT_WAS_ANSWERED, "j-1", "e1");
  }

  @Test
  void failed_thoughItWasNotMadeTo() {
    violates(job().seen("j-1", "FAILED"), Invariant.ENDS_AS_IT_MUST, "j-1", "not made to fail");
    violates(job().seen("j-1", "TIMED_OUT"), Invariant.ENDS_AS_IT_MUST, "j-1", "TIMED_OUT");
  }

  @Test
  void failed_asItWasMadeTo() {
    holds(
        new Tale()
            .doomed("c1", "t1")
            .accepted("c1", "j-1")
            .began("e1", "t1")
            .ended("e1", Outcome.FAILED)
            .seen("j-1", "FAILED"));
  }

  @Test
  void succeeded_thoughItWasMadeToFail() {
    Tale tale =
        new Tale()
            .doomed("c1", "t1")
            .accepted("c1", "j-1")
            .executed("e1", "t1")
            .succeeded("j-1", "e1");

    violates(tale, Invariant.ENDS_AS_IT_MUST, "j-1", "answered with an error");
  }

  @Test
  void cancelled_thoughNobodyHadSaidSo() {
    violates(job().seen("j-1", "CANCELLED"), Invariant.ENDS_AS_IT_MUST, "j-1", "nobody");
    holds(job().add(new Event.CancelSent("j-1", Tale.GATEWAY)).seen("j-1", "CANCELLED"));
  }

  @Test
  void wiped_andUnknownSince() {
    holds(job().succeeded("j-1", "e1").wiped().notFound("j-1"));
    holds(job().seen("j-1", "RUNNING").wiped().notFound("j-1"));
    holds(new Tale().submitted("c1", "t1").wiped().accepted("c1", "j-1").notFound("j-1"));
  }

  @Test
  void wiped_andThenAccepted_isKept() {
    violates(
        new Tale().wiped().submitted("c1", "t1").accepted("c1", "j-1").notFound("j-1"),
        Invariant.ACCEPTED_IS_KEPT,
        "j-1",
        "not found");
  }

  /** The gateway remembers the key, and cannot know that the broker will not. */
  @Test
  void wiped_andReplayedWhileTheBrokerIsAway_mayBeGone() {
    Tale away = new Tale().keyed("c1", "t1").accepted("c1", "j-1").fault("f").wiped();
    holds(away.keyed("c2", "t1").replayed("c2", "j-1").faultEnded("f").notFound("j-1"));
  }

  @Test
  void wiped_andReplayedWhenTheBrokerIsBack_orAcceptedWhileItIsAway_isKept() {
    Tale back = new Tale().keyed("c1", "t1").accepted("c1", "j-1").fault("f").wiped();
    violates(
        back.faultEnded("f").after(5_000).keyed("c2", "t1").replayed("c2", "j-1").notFound("j-1"),
        Invariant.ACCEPTED_IS_KEPT,
        "j-1",
        "not found");
    Tale away = new Tale().fault("f").wiped().keyed("c1", "t1").accepted("c1", "j-1");
    violates(
        away.keyed("c2", "t1").replayed("c2", "j-1").faultEnded("f").notFound("j-1"),
        Invariant.ACCEPTED_IS_KEPT,
        "j-1",
        "not found");
  }

  @Test
  void wiped_andSaidToBeOpenForEver() {
    violates(
        job().wiped().seen("j-1", "PENDING"), Invariant.ACCEPTED_SETTLES, "j-1", "still PENDING");
  }

  @Test
  void wiped_andDoneAnewUnderTheSameKey() {
    holds(
        new Tale()
            .keyed("c1", "t1")
            .accepted("c1", "j-1")
            .executed("e1", "t1")
            .succeeded("j-1", "e1")
            .wiped()
            .after(60_000)
            .keyed("c2", "t1")
            .accepted("c2", "j-1")
            .seen("j-1", "PENDING")
            .executed("e2", "t1")
            .succeeded("j-1", "e2"));
  }

  @Test
  void answerToACallThatWasNotSent() {
    assertThatThrownBy(() -> new Tale().accepted("c1", "j-1").check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("c1");
  }
}
