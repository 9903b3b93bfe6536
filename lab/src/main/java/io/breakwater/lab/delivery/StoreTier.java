package io.breakwater.lab.delivery;

import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import java.time.Duration;
import java.util.List;

/**
 * One broker with a store, or several that keep copies of each other's.
 *
 * @param nodes the servers
 * @param owner what they are closed with
 */
record StoreTier(List<NatsServer> nodes, AutoCloseable owner) implements AutoCloseable {
  private static final Duration ROUTES_LIMIT = Duration.ofSeconds(30);

  static StoreTier start(int servers) {
    ServerConfig config = ServerConfig.builder().jetStream().build();
    if (servers == 1) {
      NatsServer server = NatsServer.start(config);
      return new StoreTier(List.of(server), server);
    }
    NatsCluster cluster = NatsCluster.start(servers, config);
    return new StoreTier(cluster.nodes(), cluster);
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
