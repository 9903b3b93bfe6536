package io.breakwater.lab.cluster;

import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.lab.storm.StormBroker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The servers of an arm: one, or a cluster; where the network is to fail, each behind a proxy. */
final class Tier implements AutoCloseable {
  private static final Duration ROUTES_LIMIT = Duration.ofSeconds(30);

  private final NatsCluster cluster;
  private final List<FaultProxy> proxies = new ArrayList<>();

  private Tier(NatsCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts fresh ones; monitoring is on. */
  static Tier start(StormBroker kind, int servers, boolean behindProxies) {
    Tier tier = new Tier(kind.startCluster(servers));
    try {
      if (behindProxies) {
        tier.nodes().forEach(tier::putBehindProxy);
        tier.awaitRoutes(ROUTES_LIMIT);
      }
      return tier;
    } catch (RuntimeException e) {
      tier.close();
      throw e;
    }
  }

  /** The server tells clients and the other servers of the proxy, or they would go around it. */
  private void putBehindProxy(NatsServer server) {
    FaultProxy proxy = FaultProxy.to(server);
    proxies.add(proxy);
    server.configure(
        server.config().toBuilder()
            .extraLine("client_advertise: \"127.0.0.1:" + proxy.port() + "\"")
            .build());
    server.restart();
  }

  List<NatsServer> nodes() {
    return cluster.nodes();
  }

  NatsServer node(int index) {
    return cluster.node(index);
  }

  /** Returns the server that a disruption of one of several spares. */
  NatsServer last() {
    return cluster.node(nodes().size() - 1);
  }

  String name(NatsServer server) {
    return "n" + (nodes().indexOf(server) + 1);
  }

  List<FaultProxy> proxies() {
    return List.copyOf(proxies);
  }

  /** Returns the addresses for clients. */
  List<String> urls() {
    if (proxies.isEmpty()) {
      return cluster.urls();
    }
    String scheme = URI.create(node(0).url()).getScheme();
    return proxies.stream().map(proxy -> scheme + "://127.0.0.1:" + proxy.port()).toList();
  }

  void awaitRoutes(Duration limit) {
    cluster.awaitRoutes(limit);
  }

  @Override
  public void close() {
    proxies.forEach(FaultProxy::close);
    cluster.close();
  }
}
