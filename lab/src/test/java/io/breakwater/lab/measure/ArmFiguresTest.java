package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.PodRow;
import io.breakwater.journal.Result;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodState;
import io.breakwater.lab.pods.ProbeKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArmFiguresTest {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final Observed seen = new Observed();

  private static Result result(Observed seen, int replicas) {
    return seen.figures(replicas).result(List.of(), CONNECT_TIMEOUT);
  }

  /** What happened; then who was connected in the end, and T50, T99, T100. */
  static Stream<Arguments> recoveries() {
    return Stream.of(
        Arguments.of("nobody came back", lost(), 0, null, null, null),
        Arguments.of(
            "one of two came back", lost().event(22, "a", "reconnected"), 1, 2.0, null, null),
        Arguments.of(
            "both came back, a new process says connected",
            lost().event(22, "a", "reconnected").event(25, "b", "connected"),
            2,
            2.0,
            5.0,
            5.0),
        Arguments.of(
            "faster than the check that the broker accepts clients",
            lost().event(19.9, "a", "reconnected").event(21, "b", "reconnected"),
            2,
            0.0,
            1.0,
            1.0),
        Arguments.of(
            "came, was thrown out, came again: back since the last time",
            lost()
                .event(21, "a", "reconnected")
                .event(22, "a", "disconnected")
                .event(23, "b", "reconnected")
                .event(28, "a", "reconnected"),
            2,
            3.0,
            8.0,
            8.0),
        Arguments.of(
            "came and was thrown out for good",
            lost().event(21, "a", "reconnected").event(22, "a", "disconnected"),
            0,
            null,
            null,
            null),
        Arguments.of(
            "came, and its process ended",
            lost().event(21, "a", "connected").pod(22, "a", new PodEvent.Exited(1)),
            0,
            null,
            null,
            null),
        Arguments.of(
            "came after the limit",
            lost().event(21, "a", "reconnected").event(30.1, "b", "reconnected"),
            1,
            1.0,
            null,
            null),
        Arguments.of(
            "said twice, counts from the first time",
            lost().event(21, "a", "connected").event(22, "a", "reconnected"),
            1,
            1.0,
            null,
            null),
        Arguments.of(
            "never noticed that the broker had died",
            new Observed().event(1, "a", "connected").event(1, "b", "connected"),
            0,
            null,
            null,
            null),
        Arguments.of(
            "read in another order than it happened",
            lost().event(25, "a", "reconnected").event(21, "a", "disconnected"),
            1,
            5.0,
            null,
            null),
        Arguments.of(
            "the run was stopped: how many at the end is not known",
            lost().event(21, "a", "reconnected").stoppedWhileWaiting(),
            null,
            1.0,
            null,
            null),
        Arguments.of(
            "the broker never returned",
            lost().event(21, "a", "reconnected").brokerNeverUp(),
            null,
            null,
            null,
            null));
  }

  private static Observed lost() {
    return new Observed()
        .event(1, "a", "connected")
        .event(2, "b", "connected")
        .event(10.1, "a", "disconnected")
        .event(10.1, "b", "disconnected");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recoveries")
  void recovery(
      String what,
      Observed seen,
      @Nullable Integer connected,
      @Nullable Double t50,
      @Nullable Double t99,
      @Nullable Double t100) {
    Result result = result(seen, 2);

    assertThat(result.replicas()).isEqualTo(2);
    assertThat(result.connected()).isEqualTo(connected);
    assertThat(result.t50Seconds()).isEqualTo(t50);
    assertThat(result.t99Seconds()).isEqualTo(t99);
    assertThat(result.t100Seconds()).isEqualTo(t100);
  }

  @Test
  void attemptsCount_fromTheBrokersDeathToTheEndOfTheRecovery_whereTheyBegan() {
    seen.attempt(9.9, "CONNECTED")
        .attempt(10, "REFUSED")
        .attempt(10.05, "REFUSED")
        .attempt(10.09, "REFUSED")
        .attempt(10.1, "REFUSED")
        .attempt(12, "OVERLOADED")
        .attempt(29.9, "CONNECTED")
        .attempt(30.1, "CONNECTED");

    Result result = result(seen, 2);

    assertThat(result.attempts()).isEqualTo(6);
    assertThat(result.attemptsPerReplica()).isEqualTo(3.0);
    assertThat(result.attemptsPerMinute()).isEqualTo(18.0);
    assertThat(result.outcomes())
        .isEqualTo(Map.of("REFUSED", 4L, "OVERLOADED", 1L, "CONNECTED", 1L));
    assertThat(result.overloadedAttempts()).isEqualTo(1);
    assertThat(result.peakAttemptsPer100ms()).isEqualTo(3);
    assertThat(result.peakAttemptsPerSecond()).isEqualTo(4);
    assertThat(result.connectTimeoutSeconds()).isEqualTo(2.0);
  }

  @Test
  void outcomesAreNotMeasured_whenOneAttemptTellsNone() {
    seen.attempt(12, "REFUSED").event(13, "b", "attempted");

    Result result = result(seen, 2);

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.outcomes()).isNull();
    assertThat(result.overloadedAttempts()).isNull();
  }

  @Test
  void anAttemptWithoutAReadableStart_countsWhenItEnded() {
    seen.event(9.9, "a", "attempted", Map.of("startedAt", "yesterday", "outcome", "REFUSED"))
        .event(12, "a", "attempted", Map.of("startedAt", 7, "outcome", "REFUSED"));

    assertThat(result(seen, 2).attempts()).isEqualTo(1);
  }

  @Test
  void withoutAnAttempt_thereIsNoneAndNoOutcome() {
    Result result = result(seen, 2);

    assertThat(result.attempts()).isZero();
    assertThat(result.outcomes()).isEmpty();
    assertThat(result.peakAttemptsPer100ms()).isZero();
  }

  @Test
  void aContainerThatEndedWithoutAWord_isNoticed() {
    seen.attempt(11, "REFUSED") // of a, told at 11.5
        .pod(10.5, "a", new PodEvent.Started(1))
        .pod(11.6, "a", new PodEvent.Exited(1))
        .pod(12, "a", new PodEvent.Started(2))
        .pod(13, "a", new PodEvent.Exited(1))
        .pod(12, "b", new PodEvent.Started(3))
        .pod(13, "b", new PodEvent.Terminating())
        .pod(31, "c", new PodEvent.Started(4))
        .pod(32, "c", new PodEvent.Exited(1));

    assertThat(seen.figures(3).silentContainers()).isEqualTo(1);
  }

  @Test
  void restartsOfTheDrillCount_notThoseBeforeIt() {
    seen.pod(5, "a", PodState.RUNNING, 1, new PodEvent.Started(1))
        .pod(11, "a", PodState.CONTAINER_CREATING, 0, new PodEvent.Created())
        .pod(12, "a", PodState.RUNNING, 0, new PodEvent.Started(2))
        .pod(13, "a", PodState.RUNNING, 1, new PodEvent.Started(3))
        .pod(14, "b", PodState.RUN_CONTAINER_ERROR, 1, new PodEvent.StartFailed("no such file"))
        .pod(35, "b", PodState.RUNNING, 2, new PodEvent.Started(4))
        .pod(40.1, "b", PodState.RUNNING, 3, new PodEvent.Started(5));

    assertThat(result(seen, 2).restarts()).isEqualTo(3);
  }

  @Test
  void backOffOfAllPodsAddsUp_upToTheEndOfTheWatching() {
    PodEvent.BackOff backOff = new PodEvent.BackOff(Observed.at(99));
    seen.pod(8, "a", backOff)
        .pod(12, "a", new PodEvent.Started(1)) // 2 s of it after the broker's death
        .pod(13, "a", backOff)
        .pod(14, "a", new PodEvent.Terminating()) // 1 s: the pod was deleted
        .pod(17, "a", new PodEvent.Created())
        .pod(36, "b", backOff); // 4 s: still in it at the end

    assertThat(result(seen, 2).crashLoopBackOffSeconds()).isEqualTo(7.0);
  }

  @Test
  void readinessWentRed_whenAReadyPodNoLongerWas() {
    assertThat(result(new Observed(), 1).readinessWentRed()).isFalse();
    seen.pod(1, "a", new PodEvent.Ready()).pod(12, "a", new PodEvent.Unready());

    assertThat(result(seen, 1).readinessWentRed()).isTrue();
  }

  @Test
  void readinessWentRed_withTheProcess() {
    seen.pod(1, "a", new PodEvent.Ready()).pod(12, "a", new PodEvent.Exited(1));

    assertThat(result(seen, 1).readinessWentRed()).isTrue();
  }

  @Test
  void readinessDidNotGoRed_whenTheDrillDeletedThePod_orBeforeOrAfterIt() {
    seen.pod(1, "a", new PodEvent.Ready())
        .pod(2, "a", new PodEvent.Unready())
        .pod(3, "a", new PodEvent.Ready())
        .pod(10.1, "a", new PodEvent.Terminating())
        .pod(10.2, "a", new PodEvent.Deleted())
        .pod(11, "a", new PodEvent.Exited(1))
        .pod(22, "a", new PodEvent.Ready())
        .pod(40.1, "a", new PodEvent.Unready());

    assertThat(result(seen, 1).readinessWentRed()).isFalse();
  }

  @Test
  void livenessFailuresCount_otherProbesDoNot() {
    seen.pod(9, "a", new PodEvent.ProbeFailed(ProbeKind.LIVENESS, "early"))
        .pod(11, "a", new PodEvent.ProbeFailed(ProbeKind.LIVENESS, "x"))
        .pod(35, "a", new PodEvent.ProbeFailed(ProbeKind.LIVENESS, "x"))
        .pod(12, "a", new PodEvent.ProbeFailed(ProbeKind.READINESS, "x"))
        .pod(12, "a", new PodEvent.ProbeFailed(ProbeKind.STARTUP, "x"));

    assertThat(result(seen, 1).livenessFailures()).isEqualTo(2);
  }

  @Test
  void allReady_withTheLastOne() {
    assertThat(timeToReady(seen, row("a", true, 3.0), row("b", true, 7.5))).isEqualTo(7.5);
    assertThat(timeToReady(seen, row("a", true, null), row("b", true, 7.5))).isEqualTo(7.5);
  }

  @Test
  void timeToReadyIsNotMeasured_whenThereWasNone() {
    assertThat(timeToReady(seen, row("a", true, null), row("b", true, null))).isNull();
    assertThat(timeToReady(seen, row("a", true, 3.0), row("b", false, null))).isNull();
    assertThat(timeToReady(seen, row("a", true, 3.0))).isNull();
    seen.stoppedWhileWaiting();
    assertThat(timeToReady(seen, row("a", true, 3.0), row("b", true, 7.5))).isNull();
  }

  private static @Nullable Double timeToReady(Observed seen, PodRow... pods) {
    return seen.figures(2).result(List.of(pods), CONNECT_TIMEOUT).timeToReadySeconds();
  }

  private static PodRow row(String name, boolean ready, @Nullable Double readyAfter) {
    return new PodRow(name, ready, "Running", 0, 1, 0.0, readyAfter, List.of());
  }

  @Test
  void brokerCpu_isThatOfTheRecovery() {
    seen.cpu(9, 5_000).cpu(15, null).cpu(19.9, 10).cpu(20.1, 30).cpu(29.9, 530).cpu(30.1, 540);
    seen.cpu(31, 9_000);

    // From the sample before the return to the one after the recovery.
    assertThat(result(seen, 1).brokerCpuSeconds()).isEqualTo(0.53);
  }

  @Test
  void brokerMoments_andTheOutageInTheTimeline() {
    seen.event(1, "a", "connected").event(10.05, "a", "disconnected").event(22, "a", "reconnected");
    seen.attempt(12, "REFUSED").pod(1, "a", new PodEvent.Ready());
    seen.pod(11, "a", new PodEvent.Terminating()).pod(22, "a", new PodEvent.Ready());
    seen.pod(40.05, "a", new PodEvent.Terminating()).event(40.05, "a", "closed");
    ArmFigures figures = seen.figures(1);

    assertThat(figures.result(List.of(), CONNECT_TIMEOUT).brokerDownAtSeconds()).isEqualTo(10.0);
    assertThat(figures.result(List.of(), CONNECT_TIMEOUT).brokerUpAtSeconds()).isEqualTo(20.0);
    Timeline timeline = figures.timeline();
    assertThat(timeline.binMillis()).isEqualTo(100);
    assertThat(timeline.marks())
        .containsExactly(
            new Timeline.Mark(Timeline.BROKER_DOWN, 10.0),
            new Timeline.Mark(Timeline.BROKER_UP, 20.0));
    assertThat(bins(timeline.attempts(), 119, 120, 121)).containsExactly(0, 1, 0);
    assertThat(bins(timeline.connected(), 9, 10, 99, 100, 219, 220, 399))
        .containsExactly(0, 1, 1, 0, 0, 1, 1);
    assertThat(bins(timeline.ready(), 10, 109, 110, 219, 220, 399))
        .containsExactly(1, 1, 0, 0, 1, 1);
    assertThat(timeline.brokerCpu()).isNull();
  }

  @Test
  void aBrokerThatNeverReturned_hasNoMomentOfReturn() {
    seen.brokerNeverUp().attempt(12, "REFUSED").cpu(9, 10).cpu(11, null);
    ArmFigures figures = seen.figures(1);

    assertThat(figures.result(List.of(), CONNECT_TIMEOUT))
        .returns(null, Result::brokerUpAtSeconds)
        .returns(null, Result::brokerCpuSeconds)
        .returns(null, Result::connected)
        .returns(1L, Result::attempts);
    assertThat(figures.timeline().at(Timeline.BROKER_UP)).isNull();
  }

  private static List<@Nullable Integer> bins(
      @Nullable List<@Nullable Integer> series, Integer... numbers) {
    List<@Nullable Integer> bins = Objects.requireNonNull(series);
    return Stream.of(numbers).<@Nullable Integer>map(bins::get).toList();
  }
}
