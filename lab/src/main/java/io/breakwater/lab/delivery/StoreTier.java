package io.breakwater.lab.delivery;

import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.lab.measure.Await;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.ClusterInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One broker with a store, or several that keep copies of each other's.
 *
 * @param nodes the servers
 * @param owner what they are closed with
 */
record StoreTier(List<NatsServer> nodes, AutoCloseable owner) implements AutoCloseable {
  private static final Duration ROUTES_LIMIT = Duration.ofSeconds(30);
  private static final Duration STREAMS_LIMIT = Duration.ofMinutes(1);
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);
  private static final String PROBE = "PROBE";

  /**
   * Starts them, and waits until a stream with a copy on each can be made: a cluster has routes
   * long before it has elected who makes streams.
   *
   * @throws IOException if there is no such stream within a minute
   */
  static StoreTier start(int servers) throws InterruptedException, IOException {
    StoreTier tier = started(servers);
    try {
      tier.awaitStreams();
      return tier;
    } catch (IOException | InterruptedException | RuntimeException e) {
      tier.close();
      throw e;
    }
  }

  private static StoreTier started(int servers) {
    ServerConfig config = ServerConfig.builder().jetStream().build();
    if (servers == 1) {
      NatsServer server = NatsServer.start(config);
      return new StoreTier(List.of(server), server);
    }
    NatsCluster cluster = NatsCluster.start(servers, config);
    return new StoreTier(cluster.nodes(), cluster);
  }

  private void awaitStreams() throws InterruptedException, IOException {
    try (Connection nats = JnatsPublisher.connect(urls(), "drill")) {
      JetStreamManagement management = nats.jetStreamManagement();
      if (!Await.within(STREAMS_LIMIT, () -> makesStreams(management))) {
        throw new IOException(
            "the brokers made no stream within " + STREAMS_LIMIT.toSeconds() + " s");
      }
    }
  }

  private boolean makesStreams(JetStreamManagement management) {
    try {
      var unused = management.addStream(BusLossClient.stream(PROBE, "probe", nodes.size()));
      return management.deleteStream(PROBE);
    } catch (IOException | JetStreamApiException e) {
      return false; // Not yet.
    }
  }

  /**
   * Waits until a stream has a leader, or something else is so, which is asked first: an election
   * is the cluster's, and no client can hurry it.
   *
   * @return if it came to that within the limit
   */
  boolean awaitLeader(String stream, Duration limit, BooleanSupplier orElse)
      throws InterruptedException, IOException {
    try (Connection nats = JnatsPublisher.connect(urls(), "drill")) {
      JetStreamManagement management =
          nats.jetStreamManagement(JetStreamOptions.builder().requestTimeout(ANSWER_LIMIT).build());
      return Await.within(limit, () -> orElse.getAsBoolean() || hasLeader(management, stream));
    }
  }

  private static boolean hasLeader(JetStreamManagement management, String stream) {
    try {
      ClusterInfo cluster = management.getStreamInfo(stream).getClusterInfo();
      return cluster != null && cluster.getLeader() != null;
    } catch (IOException | JetStreamApiException e) {
      return false; // Without a leader nobody answers.
    }
  }

  String urls() {
    return String.join(",", nodes.stream().map(NatsServer::url).toList());
  }

  /** Kills one and removes its store. */
  void lose(int node) {
    nodes.get(node).kill();
    nodes.get(node).wipe();
  }

  /** Starts it again, with an empty store. */
  void back(int node) {
    nodes.get(node).restart();
    if (owner instanceof NatsCluster cluster) {
      cluster.awaitRoutes(ROUTES_LIMIT);
    }
  }

  @Override
  public void close() {
    if (owner instanceof NatsCluster cluster) {
      cluster.close();
    } else {
      nodes.get(0).close();
    }
  }
}
