package io.breakwater.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Real servers that form a cluster. Each is a {@link NatsServer} to kill, pause and restart by
 * itself; what holds for its threads holds here.
 */
public final class NatsCluster implements AutoCloseable {

  private static final Duration ROUTES_LIMIT = Duration.ofSeconds(30);
  private static final int PORT_TRIES = 3;

  private final List<NatsServer> nodes;
  private final List<Integer> routePorts;

  private NatsCluster(List<NatsServer> nodes, List<Integer> routePorts) {
    this.nodes = nodes;
    this.routePorts = routePorts;
  }

  /** Starts a cluster of {@code size} servers on free ports, to which everybody may connect. */
  public static NatsCluster start(int size) {
    return start(size, ServerConfig.builder().build());
  }

  /**
   * Starts a cluster and returns when every server has a route to every other one.
   *
   * @param size how many servers, at least 1
   * @param template what they have in common; its name, ports and cluster are replaced, monitoring
   *     is always on, and in a JetStream directory that is named each gets a part of its own
   * @throws BrokerException if a server does not start, or the routes do not form within 30 s
   */
  public static NatsCluster start(int size, ServerConfig template) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1: " + size);
    }
    for (int tries = 1; ; tries++) {
      List<Integer> ports = IntStream.range(0, size).mapToObj(i -> FreePorts.take()).toList();
      NatsCluster cluster = new NatsCluster(new ArrayList<>(), ports);
      try {
        for (int i = 0; i < size; i++) {
          cluster.nodes.add(NatsServer.start(cluster.nodeConfig(template, i)));
        }
        cluster.awaitRoutes(ROUTES_LIMIT);
        return cluster;
      } catch (PortTakenException e) {
        cluster.close();
        if (tries == PORT_TRIES) {
          throw e;
        }
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }
  }

  /** Returns the servers, dead ones included; the order never changes. */
  public List<NatsServer> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns one server, counted from 0. */
  public NatsServer node(int index) {
    return nodes.get(index);
  }

  /** Returns the client addresses of all servers, dead ones included. */
  public List<String> urls() {
    return nodes.stream().map(NatsServer::url).toList();
  }

  /**
   * Waits until every server that is alive has a route to every other one that is alive.
   *
   * @throws BrokerException if that is not so within the limit
   */
  public void awaitRoutes(Duration limit) {
    if (!Waits.until(limit, this::isMeshed)) {
      throw new BrokerException(
          "the cluster's routes did not form within " + limit.toSeconds() + " s");
    }
  }

  /** Closes all servers. */
  @Override
  public void close() {
    nodes.forEach(NatsServer::close);
    routePorts.forEach(FreePorts::giveBack);
  }

  private boolean isMeshed() {
    List<NatsServer> alive = nodes.stream().filter(NatsServer::isAlive).toList();
    return alive.stream().allMatch(node -> peersOf(node) == alive.size() - 1);
  }

  private static long peersOf(NatsServer node) {
    try {
      return node.monitoring().routez().routes().stream()
          .map(Monitoring.Route::remoteId)
          .distinct()
          .count();
    } catch (BrokerException e) {
      return -1; // it died meanwhile, or is frozen
    }
  }

  private ServerConfig nodeConfig(ServerConfig template, int index) {
    String name = "n" + (index + 1);
    ServerConfigBuilder builder =
        template.toBuilder()
            .name(name)
            .port(0)
            .monitoring()
            .cluster(new ClusterSettings("breakwater", routePorts.get(index), routePorts));
    if (template.storage() instanceof Storage.Directory it) {
      Path own = it.path().resolve(name);
      builder.jetStream(own);
    }
    return builder.build();
  }
}
