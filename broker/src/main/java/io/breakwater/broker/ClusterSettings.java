package io.breakwater.broker;

import java.util.List;

/**
 * A server's place in a cluster.
 *
 * @param name the cluster's name, the same on all servers
 * @param port where this server listens for routes; must not be 0
 * @param routePorts the route ports of the servers to seek, all on the same host; may include its
 *     own
 */
public record ClusterSettings(String name, int port, List<Integer> routePorts) {

  /** Copies the list. */
  public ClusterSettings {
    routePorts = List.copyOf(routePorts);
  }
}
