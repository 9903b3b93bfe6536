package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Timeline;
import io.breakwater.lab.history.Entry;
import io.breakwater.lab.history.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Times and rates of a history that is written by hand. */
class SeenTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Entry> entries = new ArrayList<>();

  private void at(double seconds, Event event) {
    long nanos = (long) (seconds * 1e9);
    entries.add(new Entry(nanos, START.plusNanos(nanos), event));
  }

  private void execution(String name, double begins, double ends, Event.Outcome outcome) {
    at(begins, new Event.ExecutionBegan(name, name, "", 0, List.of(), null));
    at(ends, new Event.ExecutionEnded(name, outcome));
  }

  private static Instant moment(double seconds) {
    return START.plusNanos((long) (seconds * 1e9));
  }

  private void submitted(double seconds, String token) {
    at(
        seconds,
        new Event.Submitted("call-" + entries.size(), token, null, "http://a", null, false));
  }

  private void accepted(double seconds, String token, @Nullable String workflow) {
    String call = "call-" + entries.size();
    at(seconds, new Event.Submitted(call, token, workflow, "http://a", null, false));
    at(seconds + 0.01, new Event.Accepted(call, "id-" + token, "stream", false));
  }

  @Test
  void dispatched_isTheFirstBegun_thatCameSinceTheFaultBegan_andWasNotBegunBeforeItsEnd() {
    submitted(1, "in hand");
    submitted(4.1, "waited");
    submitted(4.2, "begun before");
    execution("begun before", 4.5, 4.6, Event.Outcome.CUT);
    execution("in hand", 5.1, 5.2, Event.Outcome.ANSWERED);
    execution("waited", 5.5, 6, Event.Outcome.FAILED);
    assertThat(new Seen(entries).dispatchedAfter(moment(4), moment(5))).isEqualTo(0.5);
    assertThat(new Seen(entries).dispatchedAfter(moment(4.15), moment(5))).isNull();
  }

  @Test
  void newWork_isWhatWasSubmittedAfter_andWhatFailedIsNotFinished() {
    submitted(1, "old");
    submitted(5.1, "new");
    submitted(5.2, "old");
    execution("old", 5.3, 5.4, Event.Outcome.ANSWERED);
    execution("new", 5.5, 6, Event.Outcome.FAILED);
    assertThat(new Seen(entries).newWorkFinishedAfter(moment(5))).isNull();
    at(6.5, new Event.ExecutionBegan("again", "new", "", 0, List.of(), null));
    at(7, new Event.ExecutionEnded("again", Event.Outcome.ANSWERED));
    assertThat(new Seen(entries).newWorkFinishedAfter(moment(5))).isEqualTo(2);
  }

  @Test
  void backlog_isJobsThatWereAcceptedBefore_andBegunAfter_eachOnce() {
    accepted(1, "done", null);
    execution("done", 2, 2.1, Event.Outcome.FAILED);
    accepted(3, "later", null);
    accepted(3.1, "sooner", null);
    accepted(3.2, "run", "diamond");
    submitted(3.3, "refused");
    accepted(4, "cancelled", null);
    accepted(5.1, "new", null);
    execution("done", 5.2, 5.3, Event.Outcome.ANSWERED);
    for (String token : List.of("sooner", "run", "refused", "new", "later", "later")) {
      execution(token, 6 + entries.size() / 100.0, 7, Event.Outcome.ANSWERED);
    }
    assertThat(new Seen(entries).begunOfBacklog(moment(5)))
        .hasSize(2)
        .isSorted()
        .allMatch(begun -> begun.isAfter(moment(6)));
  }

  @Test
  void stall_isTheLongestTimeWithoutAnAnswer_whileThereIsALoad() {
    execution("a", 1, 2, Event.Outcome.ANSWERED);
    submitted(5, "t");
    execution("b", 5, 5.5, Event.Outcome.FAILED);
    execution("c", 5, 6, Event.Outcome.ANSWERED);
    submitted(7, "u");
    assertThat(new Seen(entries).longestStallAfter(moment(3))).isEqualTo(3);
    assertThat(new Seen(entries).longestStallAfter(moment(5.9))).isEqualTo(1);
    assertThat(new Seen(entries).longestStallAfter(moment(8))).isNull();
  }

  @Test
  void rate_isOfJobsBegun_eachOnce_andOfNothingShorterThanASecond() {
    for (int i = 0; i < 10; i++) {
      accepted(i, "j" + i, null);
      accepted(i, "r" + i, "diamond");
      execution("j" + i, i + 0.1, i + 0.5, Event.Outcome.FAILED);
      execution("r" + i, i + 0.1, i + 0.5, Event.Outcome.ANSWERED);
      execution("j" + i, i + 0.6, i + 0.7, Event.Outcome.ANSWERED);
    }
    Seen seen = new Seen(entries);
    assertThat(seen.jobsBegunPerSecond(moment(0), moment(10))).isEqualTo(1);
    assertThat(seen.jobsBegunPerSecond(moment(0), moment(20))).isEqualTo(0.5);
    assertThat(seen.jobsBegunPerSecond(moment(0), moment(0.9))).isNull();
  }

  @Test
  void jobsSubmitted_areCountedOnce_andRunsAreNone() {
    at(1, new Event.Submitted("c1", "t1", null, "http://a", "key", false));
    at(2, new Event.Submitted("c2", "t1", null, "http://b", "key", false));
    at(3, new Event.Submitted("c3", "t2", null, "http://b", null, false));
    at(4, new Event.Submitted("c4", "t3", "diamond", "http://b", null, false));
    assertThat(new Seen(entries).jobsSubmitted()).isEqualTo(2);
  }

  @Test
  void succeeded_asAClientSawIt() {
    at(1, new Event.Observed("j", "http://a", "RUNNING", 1, null, false));
    assertThat(new Seen(entries).anySucceeded()).isFalse();
    at(2, new Event.Observed("j", "http://a", "SUCCEEDED", 1, "r", false));
    assertThat(new Seen(entries).anySucceeded()).isTrue();
  }

  @Test
  void timeline_acceptedAndFinishedPerSecond_whatWasReplayedCountsOnce() {
    at(0.2, new Event.Accepted("c1", "j1", "stream", false));
    at(0.3, new Event.Accepted("c2", "j1", "stream", true));
    execution("a", 1.2, 2.2, Event.Outcome.ANSWERED);
    execution("b", 2.3, 2.4, Event.Outcome.CUT);
    Timeline timeline = new Seen(entries).timeline(START, moment(3));
    assertThat(timeline.binMillis()).isEqualTo(1_000);
    assertThat(timeline.jobs())
        .isEqualTo(new Timeline.Jobs(List.of(1, 0, 0, 0), List.of(0, 0, 1, 0)));
  }
}
