package io.breakwater.lab.light;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The broker that light clients dial.
 *
 * @param address where it is, resolved
 * @param login how they say who they are
 * @param tls whom they trust; null is plain TCP
 */
public record LightTarget(InetSocketAddress address, Login login, @Nullable SSLContext tls) {

  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if it is not resolved
   */
  public LightTarget {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(address.getHostString() + ": the name has no address");
    }
  }
}
