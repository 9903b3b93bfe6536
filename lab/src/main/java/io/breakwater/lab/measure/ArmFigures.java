package io.breakwater.lab.measure;

import io.breakwater.journal.Peaks;
import io.breakwater.journal.RecoveryTime;
import io.breakwater.journal.Result;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.Timeline;
import io.breakwater.journal.TimelineBuilder;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodStatus;
import io.breakwater.lab.pods.ProbeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one arm, from what was observed: pure.
 *
 * <p>Attempts, peaks and outcomes count from the broker's death to the end of the recovery; T50,
 * T99 and T100 from the moment it accepted clients again.
 */
public final class ArmFigures {
  private static final Duration BIN = Duration.ofMillis(100);
  private static final double SECONDS_PER_MINUTE = 60;

  private final int replicas;
  private final Window window;
  private final List<RunEvent> events;
  private final List<PodEvent> podEvents;
  private final List<CpuSampler.Sample> cpu;

  /**
   * Takes what was observed.
   *
   * @param replicas how many pods there were
   * @param cpu samples of the broker's CPU time
   */
  public ArmFigures(
      int replicas,
      Window window,
      List<RunEvent> events,
      List<PodEvent> podEvents,
      List<CpuSampler.Sample> cpu) {
    this.replicas = replicas;
    this.window = window;
    this.events = List.copyOf(events);
    this.podEvents = List.copyOf(podEvents);
    this.cpu = List.copyOf(cpu);
  }

  /**
   * Returns the figures.
   *
   * @param pods the pods at the end
   * @param ready when all pods were ready again; null if they were not
   * @param connectTimeout of one attempt
   */
  public Result result(
      List<PodStatus> pods, @Nullable Instant ready, @Nullable Duration connectTimeout) {
    List<Instant> attempts = attempts();
    List<Duration> connectTimes = connectTimes();
    double minutes = window.disturbance().toNanos() / 1e9 / SECONDS_PER_MINUTE;
    return Result.builder()
        .replicas(replicas)
        .connected(connectTimes.size())
        .t50Seconds(RecoveryTime.seconds(50, replicas, connectTimes))
        .t99Seconds(RecoveryTime.seconds(99, replicas, connectTimes))
        .t100Seconds(RecoveryTime.seconds(100, replicas, connectTimes))
        .connectTimeoutSeconds(connectTimeout == null ? null : seconds(connectTimeout))
        .attempts((long) attempts.size())
        .attemptsPerReplica((double) attempts.size() / replicas)
        .attemptsPerMinute(minutes > 0 ? attempts.size() / minutes : null)
        .outcomes(outcomes())
        .overloadedAttempts(overloaded())
        .peakAttemptsPer100ms(Peaks.largestIn(BIN, attempts))
        .peakAttemptsPerSecond(Peaks.largestIn(Duration.ofSeconds(1), attempts))
        .brokerCpuSeconds(brokerCpuSeconds())
        .brokerDownAtSeconds(at(window.brokerDown()))
        .brokerUpAtSeconds(at(window.brokerUp()))
        .restarts(pods.stream().mapToInt(PodStatus::restarts).sum())
        .crashLoopBackOffSeconds(seconds(backOff()))
        .timeToReadySeconds(
            ready == null ? null : seconds(Duration.between(window.brokerUp(), ready)))
        .readinessWentRed(changed(PodEvent.Unready.class) > 0)
        .livenessFailures(livenessFailures())
        .build();
  }

  /** Returns the course of the arm, in bins of 100 ms. */
  public Timeline timeline() {
    TimelineBuilder builder = new TimelineBuilder(window.start(), BIN);
    attempted().forEach(event -> builder.attempt(startedAt(event)));
    for (RunEvent event : events) {
      switch (event.type()) {
        case "connected", "reconnected" -> builder.connected(event.at(), event.source(), true);
        case "disconnected", "closed", "opened" ->
            builder.connected(event.at(), event.source(), false);
        default -> {}
      }
    }
    for (PodEvent event : podEvents) {
      if (event.change() instanceof PodEvent.Ready) {
        builder.ready(event.at(), event.pod().name(), true);
      } else if (event.change() instanceof PodEvent.Unready) {
        builder.ready(event.at(), event.pod().name(), false);
      } else if (event.change() instanceof PodEvent.Exited
          || event.change() instanceof PodEvent.Deleted) {
        builder.ready(event.at(), event.pod().name(), false);
        builder.connected(event.at(), event.pod().name(), false);
      }
    }
    cpu.forEach(sample -> builder.brokerCpu(sample.at(), sample.total()));
    return builder
        .mark(Timeline.BROKER_DOWN, window.brokerDown())
        .mark(Timeline.BROKER_UP, window.brokerUp())
        .build(window.end());
  }

  private List<RunEvent> attempted() {
    return events.stream().filter(event -> event.type().equals("attempted")).toList();
  }

  private List<RunEvent> attemptedWhileDisturbed() {
    return attempted().stream().filter(event -> window.disturbed(startedAt(event))).toList();
  }

  private List<Instant> attempts() {
    return attemptedWhileDisturbed().stream().map(ArmFigures::startedAt).sorted().toList();
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
    for (RunEvent event : attemptedWhileDisturbed()) {
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

  /**
   * Of each replica the first connect after the broker's death. One that was faster than the check
   * that the broker accepts clients took no time.
   */
  private List<Duration> connectTimes() {
    Map<String, Instant> first = new HashMap<>();
    for (RunEvent event : events) {
      boolean connects = event.type().equals("connected") || event.type().equals("reconnected");
      if (connects && event.at().isAfter(window.brokerDown())) {
        first.merge(event.source(), event.at(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    return first.values().stream()
        .filter(at -> !at.isAfter(window.recovered()))
        .map(at -> at.isBefore(window.brokerUp()) ? window.brokerUp() : at)
        .map(at -> Duration.between(window.brokerUp(), at))
        .toList();
  }

  private @Nullable Double brokerCpuSeconds() {
    @Nullable Duration first = null;
    @Nullable Duration last = null;
    for (CpuSampler.Sample sample : cpu) {
      Duration total = sample.total();
      if (total == null || sample.at().isBefore(window.brokerUp())) {
        continue;
      }
      if (sample.at().isAfter(window.recovered().plus(BIN))) {
        break;
      }
      first = first == null ? total : first;
      last = total;
    }
    return first == null || last == null ? null : seconds(last.minus(first));
  }

  private Duration backOff() {
    Map<String, Instant> since = new HashMap<>();
    Duration sum = Duration.ZERO;
    for (PodEvent event : podEvents) {
      String pod = event.pod().name();
      if (event.change() instanceof PodEvent.BackOff) {
        since.put(pod, event.at());
      } else if (event.change() instanceof PodEvent.Started && since.containsKey(pod)) {
        sum = sum.plus(Duration.between(since.remove(pod), event.at()));
      }
    }
    for (Instant open : new ArrayList<>(since.values())) {
      sum = sum.plus(Duration.between(open, window.end()));
    }
    return sum;
  }

  private int changed(Class<? extends PodEvent.Change> kind) {
    return (int)
        podEvents.stream()
            .filter(event -> kind.isInstance(event.change()) && window.disturbed(event.at()))
            .count();
  }

  private int livenessFailures() {
    return (int)
        podEvents.stream()
            .filter(event -> window.disturbed(event.at()))
            .filter(
                event ->
                    event.change() instanceof PodEvent.ProbeFailed failed
                        && failed.kind() == ProbeKind.LIVENESS)
            .count();
  }

  private double at(Instant moment) {
    return seconds(Duration.between(window.start(), moment));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
