package io.breakwater.lab.measure;

import io.breakwater.journal.Peaks;
import io.breakwater.journal.PodRow;
import io.breakwater.journal.RecoveryTime;
import io.breakwater.journal.Result;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.Timeline;
import io.breakwater.journal.TimelineBuilder;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.ProbeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one arm, from what was observed: pure.
 *
 * <p>Attempts, peaks and outcomes count from the broker's death to the end of the recovery, an
 * attempt where it began; it is known once it has ended, so those that are under way when the arm
 * ends are not in them. T50, T99 and T100 count from the moment the broker accepted clients again
 * to the connections that still stood at the end of the recovery: who came and was thrown out again
 * was not back. Restarts, back-off and probes count until the end of the watching.
 */
public final class ArmFigures {
  private static final Duration BIN = Duration.ofMillis(100);
  private static final double SECONDS_PER_MINUTE = 60;

  private final int replicas;
  private final Window window;
  private final List<RunEvent> attempts;
  private final List<ConnectionChange> connections;
  private final List<PodEvent> podEvents;
  private final List<CpuSampler.Sample> cpu;

  /**
   * Takes what was observed.
   *
   * @param replicas how many pods there were
   * @param events of the services, in any order
   * @param podEvents in their order
   * @param cpu samples of the broker's CPU time, in their order
   */
  public ArmFigures(
      int replicas,
      Window window,
      List<RunEvent> events,
      List<PodEvent> podEvents,
      List<CpuSampler.Sample> cpu) {
    this.replicas = replicas;
    this.window = window;
    this.attempts = events.stream().filter(event -> event.type().equals("attempted")).toList();
    // What the arm's own end does to its pods is no part of it.
    this.podEvents = podEvents.stream().filter(event -> !event.at().isAfter(window.end())).toList();
    this.connections =
        Stream.concat(
                events.stream().flatMap(event -> ConnectionChange.of(event).stream()),
                podEvents.stream().flatMap(event -> ConnectionChange.of(event).stream()))
            .filter(change -> !change.at().isAfter(window.end()))
            .toList();
    this.cpu = cpu.stream().filter(sample -> !sample.at().isAfter(window.end())).toList();
  }

  /**
   * Returns the figures. Those of a recovery that did not come to its end are null.
   *
   * @param pods the pods at the end
   * @param connectTimeout of one attempt
   */
  public Result result(List<PodRow> pods, Duration connectTimeout) {
    List<Instant> attempted = attemptedWhileDisturbed().map(ArmFigures::startedAt).toList();
    double minutes = window.disturbance().toNanos() / 1e9 / SECONDS_PER_MINUTE;
    ResultBuilder result =
        Result.builder()
            .replicas(replicas)
            .connectTimeoutSeconds(seconds(connectTimeout))
            .attempts((long) attempted.size())
            .attemptsPerReplica((double) attempted.size() / replicas)
            .attemptsPerMinute(minutes > 0 ? attempted.size() / minutes : null)
            .outcomes(outcomes())
            .overloadedAttempts(overloaded())
            .peakAttemptsPer100ms(Peaks.largestIn(BIN, attempted))
            .peakAttemptsPerSecond(Peaks.largestIn(Duration.ofSeconds(1), attempted))
            .brokerDownAtSeconds(at(window.brokerDown()))
            .restarts(restarts())
            .crashLoopBackOffSeconds(seconds(backOff()))
            .readinessWentRed(readinessWentRed())
            .livenessFailures(livenessFailures());
    Instant up = window.brokerUp();
    if (up != null) {
      recovery(result, up, pods);
    }
    return result.build();
  }

  private void recovery(ResultBuilder result, Instant up, List<PodRow> pods) {
    List<Duration> connectTimes = connectTimes(up);
    result
        .brokerUpAtSeconds(at(up))
        // "So many at the end" would be said of an end that was never reached.
        .connected(window.recovered() == null ? null : connectTimes.size())
        .t50Seconds(RecoveryTime.seconds(50, replicas, connectTimes))
        .t99Seconds(RecoveryTime.seconds(99, replicas, connectTimes))
        .t100Seconds(RecoveryTime.seconds(100, replicas, connectTimes))
        .timeToReadySeconds(timeToReady(pods))
        .brokerCpuSeconds(brokerCpu(up));
  }

  /**
   * Returns how many containers ended by themselves, during the outage or the recovery, without
   * having told of an attempt. If there are any, the attempts are a lower bound.
   */
  public int silentContainers() {
    Map<String, Instant> startedAt = new HashMap<>();
    int silent = 0;
    for (PodEvent event : podEvents) {
      String pod = event.pod().name();
      if (event.change() instanceof PodEvent.Started) {
        startedAt.put(pod, event.at());
      } else if (event.change() instanceof PodEvent.Exited) {
        Instant since = startedAt.remove(pod);
        silent +=
            since != null && window.disturbed(event.at()) && !toldBetween(since, event.at(), pod)
                ? 1
                : 0;
      }
    }
    return silent;
  }

  private boolean toldBetween(Instant from, Instant to, String pod) {
    return attempts.stream()
        .anyMatch(
            event ->
                event.source().equals(pod)
                    && !event.at().isBefore(from)
                    && !event.at().isAfter(to));
  }

  /** Returns the course of the arm, in bins of 100 ms. */
  public Timeline timeline() {
    TimelineBuilder builder = new TimelineBuilder(window.start(), BIN);
    attempts.forEach(event -> builder.attempt(startedAt(event)));
    connections.forEach(
        change -> builder.connected(change.at(), change.replica(), change.connected()));
    for (PodEvent event : podEvents) {
      if (event.change() instanceof PodEvent.Ready) {
        builder.ready(event.at(), event.pod().name(), true);
      } else if (endsReadiness(event.change())) {
        builder.ready(event.at(), event.pod().name(), false);
      }
    }
    cpu.forEach(sample -> builder.brokerCpu(sample.at(), sample.total()));
    builder.mark(Timeline.BROKER_DOWN, window.brokerDown());
    Instant up = window.brokerUp();
    if (up != null) {
      builder.mark(Timeline.BROKER_UP, up);
    }
    return builder.build(window.end());
  }

  private static boolean endsReadiness(PodEvent.Change change) {
    // A pod that is being deleted leaves its service's endpoints at once.
    return change instanceof PodEvent.Unready
        || change instanceof PodEvent.Exited
        || change instanceof PodEvent.Terminating;
  }

  private Stream<RunEvent> attemptedWhileDisturbed() {
    return attempts.stream().filter(event -> window.disturbed(startedAt(event)));
  }

  private static Instant startedAt(RunEvent event) {
    if (event.attributes().get("startedAt") instanceof String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        return event.at();
      }
    }
    return event.at();
  }

  /** What nobody noted is not known: null unless every attempt tells its outcome. */
  private @Nullable Map<String, Long> outcomes() {
    Map<String, Long> counts = new TreeMap<>();
    for (RunEvent event : attemptedWhileDisturbed().toList()) {
      if (!(event.attributes().get("outcome") instanceof String outcome)) {
        return null;
      }
      counts.merge(outcome, 1L, Long::sum);
    }
    return counts;
  }

  private @Nullable Long overloaded() {
    Map<String, Long> outcomes = outcomes();
    return outcomes == null ? null : Long.valueOf(outcomes.getOrDefault("OVERLOADED", 0L));
  }

  /** One that was faster than the check that the broker accepts clients took no time. */
  private List<Duration> connectTimes(Instant up) {
    return Connections.at(window.disturbedUntil(), connections).since().stream()
        .filter(since -> since.isAfter(window.brokerDown()))
        .map(since -> since.isBefore(up) ? Duration.ZERO : Duration.between(up, since))
        .toList();
  }

  /** Null if not all are ready, and if all had been ready all along. */
  private @Nullable Double timeToReady(List<PodRow> pods) {
    if (window.recovered() == null
        || pods.size() < replicas
        || !pods.stream().allMatch(PodRow::ready)) {
      return null;
    }
    return pods.stream()
        .map(PodRow::readyAfterSeconds)
        .filter(Objects::nonNull)
        .max(Double::compare)
        .orElse(null);
  }

  private @Nullable Double brokerCpu(Instant up) {
    Duration used = CpuUse.between(up, window.disturbedUntil(), cpu);
    return used == null ? null : seconds(used);
  }

  /** Counted, not read off the pods at the end: those may have restarted before the drill began. */
  private int restarts() {
    return (int)
        watchedPodEvents()
            .filter(
                event ->
                    event.change() instanceof PodEvent.Started
                        || event.change() instanceof PodEvent.StartFailed)
            .filter(event -> event.pod().restarts() > 0)
            .count();
  }

  private Duration backOff() {
    return pods().stream()
        .map(pod -> podEvents.stream().filter(event -> event.pod().name().equals(pod)).toList())
        .map(events -> BackOffTime.between(window.brokerDown(), window.end(), events))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Collection<String> pods() {
    return podEvents.stream().map(event -> event.pod().name()).distinct().toList();
  }

  /** A pod that the drill itself deletes is no sign of anything. */
  private boolean readinessWentRed() {
    Set<String> ready = new HashSet<>();
    for (PodEvent event : podEvents) {
      String pod = event.pod().name();
      if (event.change() instanceof PodEvent.Ready) {
        ready.add(pod);
      } else if (event.change() instanceof PodEvent.Terminating) {
        ready.remove(pod);
      } else if (endsReadiness(event.change())
          && ready.remove(pod)
          && window.sinceBroken(event.at())) {
        return true;
      }
    }
    return false;
  }

  private int livenessFailures() {
    return (int)
        watchedPodEvents()
            .filter(
                event ->
                    event.change() instanceof PodEvent.ProbeFailed failed
                        && failed.kind() == ProbeKind.LIVENESS)
            .count();
  }

  private Stream<PodEvent> watchedPodEvents() {
    return podEvents.stream().filter(event -> window.sinceBroken(event.at()));
  }

  private double at(Instant moment) {
    return seconds(Duration.between(window.start(), moment));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
