package io.breakwater.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one arm measured. Every figure is nullable: what was not measured is null, is written as
 * null and is never replaced by zero. Times are seconds; those that start at broker-up start when
 * the broker listens again.
 *
 * @param replicas how many replicas took part
 * @param connected how many of them were connected when the arm ended
 * @param capacityPerSecond C, the connections per second that the broker can authenticate
 * @param boundSeconds replicas over capacity: no schedule finishes sooner
 * @param t50Seconds from broker-up until half of the replicas were connected
 * @param t99Seconds from broker-up until 99 % of the replicas were connected
 * @param t100Seconds from broker-up until all replicas were connected; null if they never all were
 * @param ratio {@code t100Seconds} over {@code boundSeconds}
 * @param attempts dials of a server, from broker-down to the end of the arm
 * @param attemptsPerReplica attempts over replicas
 * @param liveAttemptsPerReplica attempts that met a live broker, over replicas; knocking on a dead
 *     port is not one
 * @param brokerConnections connections that the broker itself counted while the replicas came back
 * @param brokerPeakPerSecond the most connections that the broker itself counted in any second
 * @param overloadedAttempts attempts that failed after the server's INFO and before the first PONG
 * @param connectTimeoutSeconds how long the clients wait for one connect
 * @param outcomes attempts by outcome, the names as in {@code AttemptOutcome}
 * @param peakAttemptsPer100ms the most attempts in any 100 ms, see {@link Peaks}
 * @param peakAttemptsPerSecond the most attempts in any second, see {@link Peaks}
 * @param attemptsPerMinute attempts per minute over the window in which they were counted
 * @param boundAttemptsPer100ms the most attempts per 100 ms that the policy allows; null if it has
 *     no such bound
 * @param brokerCpuSeconds processor time that the broker used in the recovery window
 * @param clientCpuSeconds processor time that the process in which the replicas live used then;
 *     null where each is a process of its own
 * @param clientCpuDownSeconds processor time that the same process used from broker-down to
 *     broker-up: noticing the loss, and dials that nobody answers
 * @param startRatePerSecond how fast the replicas were connected when the arm began, as many at a
 *     time as keep a broker busy if the clients can: C of connections that stay
 * @param brokerDownAtSeconds when the broker went down, from the start of the timeline
 * @param brokerUpAtSeconds when the broker was back, from the start of the timeline
 * @param restarts container restarts, over all pods
 * @param crashLoopBackOffSeconds time in CrashLoopBackOff, summed over all pods
 * @param timeToReadySeconds from broker-up until all pods were ready; null if they never all were
 * @param readinessWentRed if a pod that had been ready became unready
 * @param livenessFailures liveness probes that failed, over all pods
 * @param accepted messages that a publisher was told are accepted
 * @param lost accepted messages that no subscriber got
 * @param duplicated messages that were delivered more than once
 * @param indeterminate messages that were reported as possibly lost, an upper bound
 * @param establishedRttP99Millis round trips of those already connected
 * @param heapBytesPerReplica heap that one replica takes in the process that drives them all
 * @param dropped replicas that lost their connection at least once
 * @param lostReplicas replicas that were not connected when the arm ended
 * @param zombies replicas that said connected when the arm ended, and through which no message went
 * @param closedReplicas replicas whose client had closed its connection for good
 * @param longestOutageSeconds the longest time that any one replica was without a connection
 * @param blindSeconds the longest time that any one replica took a dead connection for a live one
 * @param servers each server's own count, where there are several
 * @param delivery what became of the messages, where that is what the drill is about
 * @param jobs what became of jobs and workflows, where that is what the drill is about
 */
public record Result(
    @Nullable Integer replicas,
    @Nullable Integer connected,
    @Nullable Double capacityPerSecond,
    @Nullable Double boundSeconds,
    @Nullable Double t50Seconds,
    @Nullable Double t99Seconds,
    @Nullable Double t100Seconds,
    @Nullable Double ratio,
    @Nullable Long attempts,
    @Nullable Double attemptsPerReplica,
    @Nullable Double liveAttemptsPerReplica,
    @Nullable Long brokerConnections,
    @Nullable Integer brokerPeakPerSecond,
    @Nullable Long overloadedAttempts,
    @Nullable Double connectTimeoutSeconds,
    @Nullable Map<String, Long> outcomes,
    @Nullable Integer peakAttemptsPer100ms,
    @Nullable Integer peakAttemptsPerSecond,
    @Nullable Double attemptsPerMinute,
    @Nullable Double boundAttemptsPer100ms,
    @Nullable Double brokerCpuSeconds,
    @Nullable Double clientCpuSeconds,
    @Nullable Double clientCpuDownSeconds,
    @Nullable Double startRatePerSecond,
    @Nullable Double brokerDownAtSeconds,
    @Nullable Double brokerUpAtSeconds,
    @Nullable Integer restarts,
    @Nullable Double crashLoopBackOffSeconds,
    @Nullable Double timeToReadySeconds,
    @Nullable Boolean readinessWentRed,
    @Nullable Integer livenessFailures,
    @Nullable Long accepted,
    @Nullable Long lost,
    @Nullable Long duplicated,
    @Nullable Long indeterminate,
    @Nullable Rtt establishedRttP99Millis,
    @Nullable Long heapBytesPerReplica,
    @Nullable Integer dropped,
    @Nullable Integer lostReplicas,
    @Nullable Integer zombies,
    @Nullable Integer closedReplicas,
    @Nullable Double longestOutageSeconds,
    @Nullable Double blindSeconds,
    @Nullable List<ServerCount> servers,
    @Nullable Delivery delivery,
    @Nullable Jobs jobs) {

  /**
   * The 99th percentile of the round trips of connections that stood already, in milliseconds.
   *
   * @param before before the outage
   * @param during while the others came back
   */
  public record Rtt(@Nullable Double before, @Nullable Double during) {}

  /**
   * What one server counted while the replicas came back.
   *
   * @param name the server's
   * @param connections new connections; null if its monitoring did not answer
   * @param peakPerSecond the most of them in any second
   * @param capacityPerSecond the connections per second that it can authenticate while the other
   *     servers that are left do as much
   */
  public record ServerCount(
      String name,
      @Nullable Long connections,
      @Nullable Integer peakPerSecond,
      @Nullable Double capacityPerSecond) {}

  /** Copies the collections, keeping their order. */
  public Result {
    servers = servers == null ? null : List.copyOf(servers);
    outcomes = outcomes == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** Returns a builder in which nothing is measured yet. */
  public static ResultBuilder builder() {
    return new ResultBuilder();
  }
}
