package io.breakwater.lab.stack;

import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.lab.measure.Await;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One broker with a store, or several that keep copies of each other's. For one thread, as the
 * servers are.
 *
 * @param nodes the servers
 * @param owner what they are closed with
 */
public record StoreTier(List<NatsServer> nodes, AutoCloseable owner) implements AutoCloseable {
  private static final Duration ROUTES_LIMIT = Duration.ofSeconds(30);
  private static final Duration STREAMS_LIMIT = Duration.ofMinutes(1);

  /** A server that has come back empty has caught up within some ten seconds, on a busy machine. */
  private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(45);

  private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);
  private static final String PROBE = "PROBE";

  /**
   * Starts them, and waits until a stream with a copy on each can be made: a cluster has routes
   * long before it has elected who makes streams.
   *
   * @throws IOException if there is no such stream within a minute
   */
  public static StoreTier start(int servers) throws InterruptedException, IOException {
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
    try (Connection nats = connect()) {
      JetStreamManagement management = nats.jetStreamManagement();
      if (!Await.within(STREAMS_LIMIT, () -> makesStreams(management))) {
        throw new IOException(
            "the brokers made no stream within " + STREAMS_LIMIT.toSeconds() + " s");
      }
    }
  }

  private boolean makesStreams(JetStreamManagement management) {
    try {
      var unused =
          management.addStream(
              StreamConfiguration.builder()
                  .name(PROBE)
                  .subjects("probe")
                  .replicas(nodes.size())
                  .build());
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
  public boolean awaitLeader(String stream, Duration limit, BooleanSupplier orElse)
      throws InterruptedException, IOException {
    try (Connection nats = connect()) {
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

  /**
   * Connects as an onlooker, who comes back by itself.
   *
   * @throws IOException if no server answers
   */
  public Connection connect() throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(urls())
            .connectionName("drill")
            .maxReconnects(-1)
            .errorListener(new ErrorListener() {})
            .build());
  }

  /** Returns the addresses for clients, with commas between them. */
  public String urls() {
    return String.join(",", nodes.stream().map(NatsServer::url).toList());
  }

  /** Kills all at once, and returns when they are gone. */
  public void killAll() {
    nodes.forEach(NatsServer::kill);
  }

  /** Starts again those that have ended, with what their stores have. */
  public void reviveAll() {
    nodes.stream().filter(node -> !node.isAlive()).forEach(NatsServer::restart);
    awaitRoutes();
  }

  /** Kills one and removes its store. */
  public void lose(int node) {
    nodes.get(node).kill();
    nodes.get(node).wipe();
  }

  /** Starts it again, with what its store has. */
  public void back(int node) {
    nodes.get(node).restart();
    awaitRoutes();
  }

  private void awaitRoutes() {
    if (owner instanceof NatsCluster cluster) {
      cluster.awaitRoutes(ROUTES_LIMIT);
    }
  }

  /**
   * Waits until all servers of a cluster say that they have what the others have, and looks whether
   * that is so; restarts and makes anew what does not come to it. They have 45 s for each step, and
   * four mends: how long that takes is the servers' affair, not that of services on them.
   *
   * @param listener is told of each mend before it is made, in a sentence
   * @return why they are not healthy in the end, in words that follow "the servers"; empty if they
   *     are, and of a server alone, which has nothing to catch up
   */
  public Optional<String> awaitHealthy(Consumer<String> listener) throws InterruptedException {
    return nodes.size() == 1
        ? Optional.empty()
        : new Mending(this, HEALTHY_LIMIT, listener).await();
  }

  /** Ends all servers. */
  @Override
  public void close() {
    if (owner instanceof NatsCluster cluster) {
      cluster.close();
    } else {
      nodes.get(0).close();
    }
  }
}
