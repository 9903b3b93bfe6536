package io.breakwater.lab.storm;

import io.breakwater.journal.Peaks;
import io.breakwater.journal.RecoveryTime;
import io.breakwater.journal.Result;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.journal.Timeline;
import io.breakwater.journal.TimelineBuilder;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.lab.measure.CpuSampler;
import io.breakwater.lab.measure.CpuUse;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one arm of a storm, from the log of its fleet: pure.
 *
 * <p>Attempts, peaks and outcomes count from the broker's death to the end of the recovery; T50,
 * T99 and T100 from the moment it accepted clients again.
 */
public final class StormFigures {
  private static final Duration BIN = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final int replicas;
  private final Moments moments;
  private final AttemptLog log;
  private final Cpu cpu;
  private final List<AttemptLog.Attempt> attempts;

  /**
   * Samples of processor time.
   *
   * @param broker the broker's, of all its servers
   * @param clients of the process in which the replicas live
   */
  public record Cpu(List<CpuSampler.Sample> broker, List<CpuSampler.Sample> clients) {}

  /**
   * Creates the figures.
   *
   * @param replicas how many take part, at least 1
   * @param cpu who used the processors
   */
  public StormFigures(int replicas, Moments moments, AttemptLog log, Cpu cpu) {
    this.replicas = replicas;
    this.moments = moments;
    this.log = log;
    this.cpu = cpu;
    attempts = attemptsWhileDisturbed();
  }

  /**
   * Returns the first moment at which a server answered a replica after the broker's death; null if
   * none ever did. A broker serves before anybody who watches it can know.
   */
  static @Nullable Instant firstAnswer(AttemptLog log, Instant brokerDown) {
    long down = SteadyClock.epochNanos(brokerDown);
    long first = Long.MAX_VALUE;
    for (int i = log.attempts() - 1; i >= 0; i--) {
      AttemptLog.Attempt attempt = log.attempt(i);
      Duration answered =
          attempt.untilInfo() == null && attempt.outcome() == AttemptOutcome.CONNECTED
              ? attempt.took()
              : attempt.untilInfo();
      if (attempt.startedAt() >= down && answered != null) {
        first = Math.min(first, attempt.startedAt() + answered.toNanos());
      }
    }
    return first == Long.MAX_VALUE ? null : SteadyClock.instant(first);
  }

  private List<AttemptLog.Attempt> attemptsWhileDisturbed() {
    long from = SteadyClock.epochNanos(moments.brokerDown());
    long to = SteadyClock.epochNanos(moments.recovered());
    List<AttemptLog.Attempt> found = new ArrayList<>();
    for (int i = 0; i < log.attempts(); i++) {
      AttemptLog.Attempt attempt = log.attempt(i);
      if (attempt.startedAt() >= from && attempt.startedAt() <= to) {
        found.add(attempt);
      }
    }
    return found;
  }

  /** Returns the figures as far as the log tells them. */
  public ResultBuilder result(double capacity) {
    List<Duration> times = connectTimes();
    Double t100 = RecoveryTime.seconds(100, replicas, times);
    List<Instant> starts = starts(attempts);
    double bound = replicas / capacity;
    double minutes = seconds(Duration.between(moments.brokerDown(), moments.recovered())) / 60;
    return Result.builder()
        .replicas(replicas)
        .connected(connectedAtEnd())
        .capacityPerSecond(capacity)
        .boundSeconds(bound)
        .t50Seconds(RecoveryTime.seconds(50, replicas, times))
        .t99Seconds(RecoveryTime.seconds(99, replicas, times))
        .t100Seconds(t100)
        .ratio(t100 == null ? null : t100 / bound)
        .attempts((long) attempts.size())
        .attemptsPerReplica((double) attempts.size() / replicas)
        .liveAttemptsPerReplica((double) live().size() / replicas)
        .attemptsPerMinute(minutes > 0 ? attempts.size() / minutes : null)
        .overloadedAttempts(
            attempts.stream().filter(it -> it.outcome() == AttemptOutcome.OVERLOADED).count())
        .outcomes(outcomes())
        .peakAttemptsPer100ms(Peaks.largestIn(BIN, starts))
        .peakAttemptsPerSecond(Peaks.largestIn(SECOND, starts))
        .brokerCpuSeconds(brokerCpuSeconds())
        .clientCpuSeconds(clientCpuSeconds(moments.brokerUp(), moments.recovered()))
        .clientCpuDownSeconds(clientCpuSeconds(moments.brokerDown(), moments.brokerUp()))
        .brokerDownAtSeconds(at(moments.brokerDown()))
        .brokerUpAtSeconds(at(moments.brokerUp()));
  }

  /** Returns how many attempts met a server. */
  int liveAttempts() {
    return live().size();
  }

  /** Returns the most of those in any second. */
  int peakLivePerSecond() {
    return Peaks.largestIn(SECOND, starts(live()));
  }

  private List<AttemptLog.Attempt> live() {
    return attempts.stream().filter(this::metALiveBroker).toList();
  }

  /** The kernel of a broker that was just killed accepts for a moment, then resets. */
  private boolean metALiveBroker(AttemptLog.Attempt attempt) {
    if (attempt.outcome() == AttemptOutcome.UNREACHABLE && attempt.took() != null) {
      long end = attempt.startedAt() + attempt.took().toNanos();
      return end > SteadyClock.epochNanos(moments.brokerUp());
    }
    return attempt.outcome() != AttemptOutcome.REFUSED
        && attempt.outcome() != AttemptOutcome.UNRESOLVED;
  }

  private static List<Instant> starts(List<AttemptLog.Attempt> attempts) {
    return attempts.stream().map(it -> SteadyClock.instant(it.startedAt())).toList();
  }

  private Map<String, Long> outcomes() {
    Map<String, Long> counts = new TreeMap<>();
    for (AttemptLog.Attempt attempt : attempts) {
      if (attempt.outcome() != null) {
        counts.merge(attempt.outcome().name(), 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Of each replica the first connect after the broker's death, from broker-up. */
  private List<Duration> connectTimes() {
    long down = SteadyClock.epochNanos(moments.brokerDown());
    long up = SteadyClock.epochNanos(moments.brokerUp());
    long recovered = SteadyClock.epochNanos(moments.recovered());
    boolean[] seen = new boolean[replicas];
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < log.changes(); i++) {
      AttemptLog.Change change = log.change(i);
      if (change.connected()
          && change.at() > down
          && change.at() <= recovered
          && !seen[change.replica()]) {
        seen[change.replica()] = true;
        times.add(Duration.ofNanos(Math.max(0, change.at() - up)));
      }
    }
    return times;
  }

  private int connectedAtEnd() {
    long end = SteadyClock.epochNanos(moments.end());
    int connected = 0;
    for (int i = 0; i < log.changes(); i++) {
      AttemptLog.Change change = log.change(i);
      if (change.at() <= end) {
        connected += change.connected() ? 1 : -1;
      }
    }
    return connected;
  }

  /** Returns the course of the arm, in bins of 100 ms. */
  public Timeline timeline() {
    TimelineBuilder builder = new TimelineBuilder(moments.start(), BIN);
    for (int i = 0; i < log.attempts(); i++) {
      builder.attempt(SteadyClock.instant(log.attempt(i).startedAt()));
    }
    for (int i = 0; i < log.changes(); i++) {
      AttemptLog.Change change = log.change(i);
      builder.connected(
          SteadyClock.instant(change.at()), Integer.toString(change.replica()), change.connected());
    }
    cpu.broker().forEach(sample -> builder.brokerCpu(sample.at(), sample.total()));
    return builder
        .mark(Timeline.BROKER_DOWN, moments.brokerDown())
        .mark(Timeline.BROKER_UP, moments.brokerUp())
        .build(moments.end());
  }

  private @Nullable Double clientCpuSeconds(Instant from, Instant to) {
    Duration used = CpuUse.ofOneProcess(from, to, cpu.clients());
    return used == null ? null : Double.valueOf(seconds(used));
  }

  private @Nullable Double brokerCpuSeconds() {
    Duration first = null;
    Duration last = null;
    for (CpuSampler.Sample sample : cpu.broker()) {
      if (sample.total() != null
          && !sample.at().isBefore(moments.brokerUp())
          && !sample.at().isAfter(moments.recovered().plus(BIN))) {
        first = first == null ? sample.total() : first;
        last = sample.total();
      }
    }
    return first == null || last == null ? null : seconds(last.minus(first));
  }

  private double at(Instant moment) {
    return seconds(Duration.between(moments.start(), moment));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
