package io.breakwater.lab.light;

import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The broker that light clients dial: one server, or the servers of a cluster.
 *
 * @param addresses where they are, resolved, at least one; tried in turn, one with each attempt
 * @param login how they say who they are
 * @param tls whom they trust; null is plain TCP
 */
public record LightTarget(
    List<InetSocketAddress> addresses, Login login, @Nullable SSLContext tls) {

  /**
   * Checks the addresses.
   *
   * @throws IllegalArgumentException if there is none, or one is not resolved
   */
  public LightTarget {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses: expected at least one");
    }
    for (InetSocketAddress address : addresses) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException(address.getHostString() + ": the name has no address");
      }
    }
  }

  /**
   * The target that is one server.
   *
   * @throws IllegalArgumentException if the address is not resolved
   */
  public LightTarget(InetSocketAddress address, Login login, @Nullable SSLContext tls) {
    this(List.of(address), login, tls);
  }

  /** Returns the first address. */
  public InetSocketAddress address() {
    return addresses.get(0);
  }

  /**
   * Returns whom a replica dials. They begin with different servers and go round in different
   * directions, or all that lose one server would go to the same next one.
   *
   * @param replica its number, from 0
   * @param dial how many dials it has made before
   */
  InetSocketAddress address(int replica, int dial) {
    int servers = addresses.size();
    int direction = replica / servers % 2 == 0 ? 1 : servers - 1;
    return addresses.get((replica + dial % servers * direction) % servers);
  }
}
