package io.breakwater.journal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects a {@link Result}. What is not set stays null, which says "not measured". Not
 * thread-safe. Numbers must be finite: a rate over a window of zero is "not measured", not
 * infinite.
 */
public final class ResultBuilder {
  private @Nullable Integer replicas;
  private @Nullable Integer connected;
  private @Nullable Double capacityPerSecond;
  private @Nullable Double boundSeconds;
  private @Nullable Double t50Seconds;
  private @Nullable Double t99Seconds;
  private @Nullable Double t100Seconds;
  private @Nullable Double ratio;
  private @Nullable Long attempts;
  private @Nullable Double attemptsPerReplica;
  private @Nullable Double liveAttemptsPerReplica;
  private @Nullable Long brokerConnections;
  private @Nullable Integer brokerPeakPerSecond;
  private @Nullable Long overloadedAttempts;
  private @Nullable Double connectTimeoutSeconds;
  private @Nullable Map<String, Long> outcomes;
  private @Nullable Integer peakAttemptsPer100ms;
  private @Nullable Integer peakAttemptsPerSecond;
  private @Nullable Double attemptsPerMinute;
  private @Nullable Double boundAttemptsPer100ms;
  private @Nullable Double brokerCpuSeconds;
  private @Nullable Double clientCpuSeconds;
  private @Nullable Double clientCpuDownSeconds;
  private @Nullable Double startRatePerSecond;
  private @Nullable Double brokerDownAtSeconds;
  private @Nullable Double brokerUpAtSeconds;
  private @Nullable Integer restarts;
  private @Nullable Double crashLoopBackOffSeconds;
  private @Nullable Double timeToReadySeconds;
  private @Nullable Boolean readinessWentRed;
  private @Nullable Integer livenessFailures;
  private @Nullable Long accepted;
  private @Nullable Long lost;
  private @Nullable Long duplicated;
  private @Nullable Long indeterminate;
  private Result.@Nullable Rtt establishedRttP99Millis;
  private @Nullable Long heapBytesPerReplica;
  private @Nullable Integer dropped;
  private @Nullable Integer lostReplicas;
  private @Nullable Integer zombies;
  private @Nullable Integer closedReplicas;
  private @Nullable Double longestOutageSeconds;
  private @Nullable Double blindSeconds;
  private @Nullable List<Result.ServerCount> servers;
  private @Nullable Delivery delivery;
  private @Nullable Jobs jobs;

  ResultBuilder() {}

  /** Sets {@link Result#replicas()}. */
  public ResultBuilder replicas(@Nullable Integer replicas) {
    this.replicas = replicas;
    return this;
  }

  /** Sets {@link Result#connected()}. */
  public ResultBuilder connected(@Nullable Integer connected) {
    this.connected = connected;
    return this;
  }

  /** Sets {@link Result#capacityPerSecond()}. */
  public ResultBuilder capacityPerSecond(@Nullable Double capacityPerSecond) {
    this.capacityPerSecond = finite(capacityPerSecond);
    return this;
  }

  /** Sets {@link Result#boundSeconds()}. */
  public ResultBuilder boundSeconds(@Nullable Double boundSeconds) {
    this.boundSeconds = finite(boundSeconds);
    return this;
  }

  /** Sets {@link Result#t50Seconds()}. */
  public ResultBuilder t50Seconds(@Nullable Double t50Seconds) {
    this.t50Seconds = finite(t50Seconds);
    return this;
  }

  /** Sets {@link Result#t99Seconds()}. */
  public ResultBuilder t99Seconds(@Nullable Double t99Seconds) {
    this.t99Seconds = finite(t99Seconds);
    return this;
  }

  /** Sets {@link Result#t100Seconds()}. */
  public ResultBuilder t100Seconds(@Nullable Double t100Seconds) {
    this.t100Seconds = finite(t100Seconds);
    return this;
  }

  /** Sets {@link Result#ratio()}. */
  public ResultBuilder ratio(@Nullable Double ratio) {
    this.ratio = finite(ratio);
    return this;
  }

  /** Sets {@link Result#attempts()}. */
  public ResultBuilder attempts(@Nullable Long attempts) {
    this.attempts = attempts;
    return this;
  }

  /** Sets {@link Result#attemptsPerReplica()}. */
  public ResultBuilder attemptsPerReplica(@Nullable Double attemptsPerReplica) {
    this.attemptsPerReplica = finite(attemptsPerReplica);
    return this;
  }

  /** Sets {@link Result#liveAttemptsPerReplica()}. */
  public ResultBuilder liveAttemptsPerReplica(@Nullable Double liveAttemptsPerReplica) {
    this.liveAttemptsPerReplica = finite(liveAttemptsPerReplica);
    return this;
  }

  /** Sets {@link Result#brokerConnections()}. */
  public ResultBuilder brokerConnections(@Nullable Long brokerConnections) {
    this.brokerConnections = brokerConnections;
    return this;
  }

  /** Sets {@link Result#brokerPeakPerSecond()}. */
  public ResultBuilder brokerPeakPerSecond(@Nullable Integer brokerPeakPerSecond) {
    this.brokerPeakPerSecond = brokerPeakPerSecond;
    return this;
  }

  /** Sets {@link Result#overloadedAttempts()}. */
  public ResultBuilder overloadedAttempts(@Nullable Long overloadedAttempts) {
    this.overloadedAttempts = overloadedAttempts;
    return this;
  }

  /** Sets {@link Result#connectTimeoutSeconds()}. */
  public ResultBuilder connectTimeoutSeconds(@Nullable Double connectTimeoutSeconds) {
    this.connectTimeoutSeconds = finite(connectTimeoutSeconds);
    return this;
  }

  /** Sets {@link Result#outcomes()}. */
  public ResultBuilder outcomes(@Nullable Map<String, Long> outcomes) {
    this.outcomes = outcomes;
    return this;
  }

  /** Sets {@link Result#peakAttemptsPer100ms()}. */
  public ResultBuilder peakAttemptsPer100ms(@Nullable Integer peakAttemptsPer100ms) {
    this.peakAttemptsPer100ms = peakAttemptsPer100ms;
    return this;
  }

  /** Sets {@link Result#peakAttemptsPerSecond()}. */
  public ResultBuilder peakAttemptsPerSecond(@Nullable Integer peakAttemptsPerSecond) {
    this.peakAttemptsPerSecond = peakAttemptsPerSecond;
    return this;
  }

  /** Sets {@link Result#attemptsPerMinute()}. */
  public ResultBuilder attemptsPerMinute(@Nullable Double attemptsPerMinute) {
    this.attemptsPerMinute = finite(attemptsPerMinute);
    return this;
  }

  /** Sets {@link Result#boundAttemptsPer100ms()}. */
  public ResultBuilder boundAttemptsPer100ms(@Nullable Double boundAttemptsPer100ms) {
    this.boundAttemptsPer100ms = finite(boundAttemptsPer100ms);
    return this;
  }

  /** Sets {@link Result#brokerCpuSeconds()}. */
  public ResultBuilder brokerCpuSeconds(@Nullable Double brokerCpuSeconds) {
    this.brokerCpuSeconds = finite(brokerCpuSeconds);
    return this;
  }

  /** Sets {@link Result#clientCpuSeconds()}. */
  public ResultBuilder clientCpuSeconds(@Nullable Double clientCpuSeconds) {
    this.clientCpuSeconds = finite(clientCpuSeconds);
    return this;
  }

  /** Sets {@link Result#clientCpuDownSeconds()}. */
  public ResultBuilder clientCpuDownSeconds(@Nullable Double clientCpuDownSeconds) {
    this.clientCpuDownSeconds = finite(clientCpuDownSeconds);
    return this;
  }

  /** Sets {@link Result#startRatePerSecond()}. */
  public ResultBuilder startRatePerSecond(@Nullable Double startRatePerSecond) {
    this.startRatePerSecond = finite(startRatePerSecond);
    return this;
  }

  /** Sets {@link Result#brokerDownAtSeconds()}. */
  public ResultBuilder brokerDownAtSeconds(@Nullable Double brokerDownAtSeconds) {
    this.brokerDownAtSeconds = finite(brokerDownAtSeconds);
    return this;
  }

  /** Sets {@link Result#brokerUpAtSeconds()}. */
  public ResultBuilder brokerUpAtSeconds(@Nullable Double brokerUpAtSeconds) {
    this.brokerUpAtSeconds = finite(brokerUpAtSeconds);
    return this;
  }

  /** Sets {@link Result#restarts()}. */
  public ResultBuilder restarts(@Nullable Integer restarts) {
    this.restarts = restarts;
    return this;
  }

  /** Sets {@link Result#crashLoopBackOffSeconds()}. */
  public ResultBuilder crashLoopBackOffSeconds(@Nullable Double crashLoopBackOffSeconds) {
    this.crashLoopBackOffSeconds = finite(crashLoopBackOffSeconds);
    return this;
  }

  /** Sets {@link Result#timeToReadySeconds()}. */
  public ResultBuilder timeToReadySeconds(@Nullable Double timeToReadySeconds) {
    this.timeToReadySeconds = finite(timeToReadySeconds);
    return this;
  }

  /** Sets {@link Result#readinessWentRed()}. */
  public ResultBuilder readinessWentRed(@Nullable Boolean readinessWentRed) {
    this.readinessWentRed = readinessWentRed;
    return this;
  }

  /** Sets {@link Result#livenessFailures()}. */
  public ResultBuilder livenessFailures(@Nullable Integer livenessFailures) {
    this.livenessFailures = livenessFailures;
    return this;
  }

  /** Sets {@link Result#accepted()}. */
  public ResultBuilder accepted(@Nullable Long accepted) {
    this.accepted = accepted;
    return this;
  }

  /** Sets {@link Result#lost()}. */
  public ResultBuilder lost(@Nullable Long lost) {
    this.lost = lost;
    return this;
  }

  /** Sets {@link Result#duplicated()}. */
  public ResultBuilder duplicated(@Nullable Long duplicated) {
    this.duplicated = duplicated;
    return this;
  }

  /** Sets {@link Result#indeterminate()}. */
  public ResultBuilder indeterminate(@Nullable Long indeterminate) {
    this.indeterminate = indeterminate;
    return this;
  }

  /** Sets {@link Result#establishedRttP99Millis()}. */
  public ResultBuilder establishedRttP99Millis(Result.@Nullable Rtt establishedRttP99Millis) {
    this.establishedRttP99Millis = establishedRttP99Millis;
    return this;
  }

  /** Sets {@link Result#heapBytesPerReplica()}. */
  public ResultBuilder heapBytesPerReplica(@Nullable Long heapBytesPerReplica) {
    this.heapBytesPerReplica = heapBytesPerReplica;
    return this;
  }

  /** Sets {@link Result#dropped()}. */
  public ResultBuilder dropped(@Nullable Integer dropped) {
    this.dropped = dropped;
    return this;
  }

  /** Sets {@link Result#lostReplicas()}. */
  public ResultBuilder lostReplicas(@Nullable Integer lostReplicas) {
    this.lostReplicas = lostReplicas;
    return this;
  }

  /** Sets {@link Result#zombies()}. */
  public ResultBuilder zombies(@Nullable Integer zombies) {
    this.zombies = zombies;
    return this;
  }

  /** Sets {@link Result#closedReplicas()}. */
  public ResultBuilder closedReplicas(@Nullable Integer closedReplicas) {
    this.closedReplicas = closedReplicas;
    return this;
  }

  /** Sets {@link Result#longestOutageSeconds()}. */
  public ResultBuilder longestOutageSeconds(@Nullable Double longestOutageSeconds) {
    this.longestOutageSeconds = finite(longestOutageSeconds);
    return this;
  }

  /** Sets {@link Result#blindSeconds()}. */
  public ResultBuilder blindSeconds(@Nullable Double blindSeconds) {
    this.blindSeconds = finite(blindSeconds);
    return this;
  }

  /** Sets {@link Result#servers()}. */
  public ResultBuilder servers(@Nullable List<Result.ServerCount> servers) {
    this.servers = servers;
    return this;
  }

  /** Sets {@link Result#delivery()}. */
  public ResultBuilder delivery(@Nullable Delivery delivery) {
    this.delivery = delivery;
    return this;
  }

  /** Sets {@link Result#jobs()}. */
  public ResultBuilder jobs(@Nullable Jobs jobs) {
    this.jobs = jobs;
    return this;
  }

  /** Returns what was collected. */
  public Result build() {
    return new Result(
        replicas,
        connected,
        capacityPerSecond,
        boundSeconds,
        t50Seconds,
        t99Seconds,
        t100Seconds,
        ratio,
        attempts,
        attemptsPerReplica,
        liveAttemptsPerReplica,
        brokerConnections,
        brokerPeakPerSecond,
        overloadedAttempts,
        connectTimeoutSeconds,
        outcomes,
        peakAttemptsPer100ms,
        peakAttemptsPerSecond,
        attemptsPerMinute,
        boundAttemptsPer100ms,
        brokerCpuSeconds,
        clientCpuSeconds,
        clientCpuDownSeconds,
        startRatePerSecond,
        brokerDownAtSeconds,
        brokerUpAtSeconds,
        restarts,
        crashLoopBackOffSeconds,
        timeToReadySeconds,
        readinessWentRed,
        livenessFailures,
        accepted,
        lost,
        duplicated,
        indeterminate,
        establishedRttP99Millis,
        heapBytesPerReplica,
        dropped,
        lostReplicas,
        zombies,
        closedReplicas,
        longestOutageSeconds,
        blindSeconds,
        servers,
        delivery,
        jobs);
  }

  private static @Nullable Double finite(@Nullable Double value) {
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException("a measured figure must be finite: " + value);
    }
    return value;
  }
}
