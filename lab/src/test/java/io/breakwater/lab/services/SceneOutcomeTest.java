package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Jobs;
import io.breakwater.journal.Recovery;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.drill.ArmRecord;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.history.Entry;
import io.breakwater.lab.history.Event;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodState;
import io.breakwater.lab.pods.PodStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an arm makes of its history: when it held, and when it did not. */
class SceneOutcomeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private final List<Entry> entries = new ArrayList<>();
  private final PodWatch watch = new PodWatch(event -> {});
  private EventWriter events;
  private ArmRecord record;
  private SceneOutcome outcome;

  @BeforeEach
  void begin() {
    events = new EventWriter(folder.resolve(EventsFile.NAME));
    record = new ArmRecord("services", new DrillListener() {}, events);
    outcome = new SceneOutcome(record, watch);
  }

  @AfterEach
  void end() {
    events.close();
  }

  private void at(double seconds, Event event) {
    long nanos = (long) (seconds * 1e9);
    entries.add(new Entry(nanos, START.plusNanos(nanos), event));
  }

  private void accepted(double seconds, String job) {
    at(seconds, new Event.Submitted("c-" + job, "t-" + job, null, "http://a", null, false));
    at(seconds + 0.1, new Event.Accepted("c-" + job, job, "stream", false));
  }

  private void done(double seconds, String job) {
    String execution = "e-" + job;
    at(seconds, new Event.ExecutionBegan(execution, "t-" + job, "", 0, List.of(), null));
    at(seconds + 0.1, new Event.ExecutionEnded(execution, Event.Outcome.ANSWERED));
    at(seconds + 0.2, new Event.Observed(job, "http://a", "SUCCEEDED", 1, execution, false));
  }

  private void flap(double began, double ended) {
    outcome.steadySince(START);
    String fault = outcome.faultBegins(START.plusNanos((long) (began * 1e9)));
    at(began, new Event.FaultBegan(fault, "broker killed", null));
    at(ended, new Event.FaultEnded(fault));
    outcome.faultEnded(START.plusNanos((long) (ended * 1e9)));
  }

  private SteadyState.Check after(boolean settled) {
    return after(Optional.empty(), settled);
  }

  private SteadyState.Check after(Optional<String> away, boolean settled) {
    outcome.judge(entries, away, settled);
    return Objects.requireNonNull(record.arm().steadyState().after());
  }

  private Recovery recovery() {
    return Objects.requireNonNull(jobs().recovery());
  }

  private Jobs jobs() {
    return Objects.requireNonNull(Objects.requireNonNull(record.arm().result()).jobs());
  }

  @Test
  void allEnded_held_withTheTimesAfterTheFault() {
    accepted(1, "one");
    done(2, "one");
    flap(3, 6);
    accepted(7, "two");
    done(8, "two");
    assertThat(after(true).met()).isTrue();
    assertThat(jobs().violations()).isEmpty();
    assertThat(jobs().accepted()).isEqualTo(2);
    assertThat(jobs().settled()).isEqualTo(2);
    assertThat(recovery().firstDispatchSeconds()).isEqualTo(2);
    assertThat(recovery().firstDispatchLimitSeconds()).as("none was set").isNull();
    assertThat(record.arm().notes()).hasSize(2);
    assertThat(record.arm().notes().get(0))
        .startsWith("Executions beyond the first: 0 after an attempt that was made to fail");
    assertThat(record.arm().notes().get(1))
        .isEqualTo(
            "How fast the backlog was worked off is not measured: 0 jobs waited, fewer than 10.");
  }

  @Test
  void newWorkThatBeginsTooLate_didNotHold_andSaysWhatWasAllowed() {
    accepted(1, "one");
    done(2, "one");
    flap(3, 6);
    accepted(7, "two");
    done(8, "two");
    outcome.begunWithin(Duration.ofSeconds(2));
    assertThat(after(true).met()).isTrue();
    outcome.begunWithin(Duration.ofMillis(1_900));
    SteadyState.Check check = after(true);
    assertThat(check.met()).isFalse();
    assertThat(check.expectation()).contains("new work is begun within 1.9 s");
    assertThat(check.detail()).contains("new work began after 2.0 s (allowed: 1.9 s)");
  }

  @Test
  void backlogThatIsWorkedOffAtNearlyTheSteadyRate_held() {
    steadyLoadAndBacklog(0.4);
    SteadyState.Check check = after(true);
    assertThat(recovery().steadyPerSecond()).isEqualTo(3);
    assertThat(recovery().backlog()).isEqualTo(20);
    assertThat(recovery().backlogSeconds()).isCloseTo(6.8, within(0.01));
    assertThat(check.met()).isTrue();
    assertThat(check.detail()).contains("backlog of 20 worked off at 88 % of the steady rate");
  }

  @Test
  void backlogThatIsWorkedOffTooSlowly_didNotHold() {
    steadyLoadAndBacklog(0.5);
    SteadyState.Check check = after(true);
    assertThat(check.met()).isFalse();
    assertThat(check.expectation()).contains("worked off at 80 % of the steady rate or more");
    assertThat(check.detail()).contains("backlog of 20 worked off at 71 % of the steady rate");
  }

  /** Three per second; then a fault from 6 to 10 s, in which 20 are accepted. */
  private void steadyLoadAndBacklog(double oneEvery) {
    for (int i = 0; i < 18; i++) {
      accepted(i / 3.0, "steady-" + i);
      done(i / 3.0 + 0.02, "steady-" + i);
    }
    flap(6, 10);
    for (int i = 0; i < 20; i++) {
      accepted(7 + i / 10.0, "waited-" + i);
    }
    for (int i = 0; i < 20; i++) {
      done(10.5 + i * oneEvery, "waited-" + i);
    }
    accepted(30, "new");
    done(31, "new");
  }

  @Test
  void acceptedJobThatNeverEnds_isSaidByNameAndSentence() {
    accepted(1, "lost");
    at(2, new Event.Observed("lost", "http://a", "PENDING", 0, null, false));
    flap(3, 6);
    accepted(7, "two");
    done(8, "two");
    assertThat(after(true).met()).isFalse();
    assertThat(jobs().violations()).containsOnlyKeys("ACCEPTED_SETTLES");
    Arm arm = record.arm();
    assertThat(arm.notes()).anyMatch(note -> note.startsWith("ACCEPTED_SETTLES, lost: "));
  }

  @Test
  void nothingNewIsDone_afterTheFault_didNotHold() {
    accepted(1, "one");
    flap(3, 6);
    done(7, "one");
    assertThat(after(true).met()).isFalse();
    assertThat(jobs().violations()).isEmpty();
  }

  @Test
  void notAllCameBack_orEnded_didNotHold_andSaysWho() {
    flap(3, 6);
    accepted(7, "two");
    done(8, "two");
    assertThat(after(false).met()).isFalse();
    assertThat(after(false).detail()).startsWith("not all work came to its end; 1 accepted");
    SteadyState.Check check = after(Optional.of("not ready after 2m: worker-1"), true);
    assertThat(check.met()).isFalse();
    assertThat(check.detail()).startsWith("not ready after 2m: worker-1; 1 accepted");
  }

  @Test
  void containerThatEndsByItself_didNotHold_oneThatWasKilled_did() {
    flap(3, 6);
    accepted(7, "two");
    done(8, "two");
    watch.killed("worker-1");
    watch.onEvent(exited("worker-1"));
    assertThat(after(true).met()).isTrue();
    watch.onEvent(exited("worker-2"));
    assertThat(after(true).met()).isFalse();
    assertThat(Objects.requireNonNull(record.arm().result()).restarts()).isEqualTo(1);
  }

  private static PodEvent exited(String pod) {
    Instant now = Instant.now();
    return new PodEvent(
        now,
        new PodStatus(
            pod, "worker", false, PodState.ERROR, 0, now, now, now, 137, "exit code 137", null),
        new PodEvent.Exited(137));
  }
}
