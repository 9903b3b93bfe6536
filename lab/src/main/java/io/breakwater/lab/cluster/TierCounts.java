package io.breakwater.lab.cluster;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServer;
import io.breakwater.journal.Result;
import io.breakwater.lab.storm.BrokerCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the servers of a tier count themselves, from a moment on. */
final class TierCounts implements AutoCloseable {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** As in the promise: survivors never see more than this times their C. */
  private static final double HEAD_ROOM = 1.1;

  private final Tier tier;
  private final List<BrokerCounts> counts = new ArrayList<>();

  /**
   * Begins to count.
   *
   * @throws BrokerException if the monitoring of a server does not answer
   */
  TierCounts(Tier tier) {
    this.tier = tier;
    try {
      tier.nodes().forEach(server -> counts.add(BrokerCounts.fromNow(server.monitoring())));
    } catch (BrokerException e) {
      close();
      throw e;
    }
  }

  /**
   * Returns the counts so far.
   *
   * @param capacity C of the tier: the servers share the processors of this machine, so each has
   *     its part of it
   */
  List<Result.ServerCount> servers(double capacity) {
    long alive = tier.nodes().stream().filter(NatsServer::isAlive).count();
    List<Result.ServerCount> servers = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      NatsServer server = tier.node(i);
      List<BrokerCounts.Sample> samples = counts.get(i).samples();
      servers.add(
          new Result.ServerCount(
              tier.name(server),
              BrokerCounts.total(samples),
              BrokerCounts.peak(samples, SECOND),
              server.isAlive() ? Double.valueOf(capacity / alive) : null));
    }
    return servers;
  }

  /**
   * Returns if a server that is left took more in some second than 1.1 of what it can, or did not
   * say. Connections are whole: the least that is more is the next number.
   */
  static boolean overrun(List<Result.ServerCount> servers) {
    return servers.stream()
        .anyMatch(
            server ->
                server.capacityPerSecond() != null
                    && (server.peakPerSecond() == null
                        || server.peakPerSecond()
                            > Math.ceil(HEAD_ROOM * server.capacityPerSecond())));
  }

  /** Returns what those took that are left, a part of a sentence each. */
  static List<String> survivors(List<Result.ServerCount> servers) {
    List<String> parts = new ArrayList<>();
    for (Result.ServerCount server : servers) {
      if (server.capacityPerSecond() != null) {
        parts.add(
            "%s took at most %s in a second, its C is %.1f"
                .formatted(server.name(), server.peakPerSecond(), server.capacityPerSecond()));
      }
    }
    return parts;
  }

  /** Returns what each counted, a sentence each. */
  static List<String> sentences(List<Result.ServerCount> servers) {
    return servers.stream()
        .map(
            server ->
                server.connections() == null
                    ? "The monitoring of %s did not answer: its count is missing."
                        .formatted(server.name())
                    : "%s counted %d new connections, at most %d in a second."
                        .formatted(server.name(), server.connections(), server.peakPerSecond()))
        .toList();
  }

  /** Returns the connections of all servers; null if one did not answer. */
  static @Nullable Long total(List<Result.ServerCount> servers) {
    return servers.stream().anyMatch(server -> server.connections() == null)
        ? null
        : Long.valueOf(
            servers.stream()
                .map(Result.ServerCount::connections)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum());
  }

  /** Returns the largest peak of any one server; null if none answered. */
  static @Nullable Integer peak(List<Result.ServerCount> servers) {
    return servers.stream()
        .map(Result.ServerCount::peakPerSecond)
        .filter(Objects::nonNull)
        .max(Integer::compare)
        .orElse(null);
  }

  @Override
  public void close() {
    counts.forEach(BrokerCounts::close);
  }
}
