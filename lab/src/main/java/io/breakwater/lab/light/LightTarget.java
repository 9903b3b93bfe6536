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

  /** Returns the address for a turn; turns count from 0 and go round. */
  InetSocketAddress address(int turn) {
    return addresses.get(turn % addresses.size());
  }
}
