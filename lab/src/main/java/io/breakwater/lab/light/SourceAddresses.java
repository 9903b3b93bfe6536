package io.breakwater.lab.light;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * The local addresses that a fleet dials from. One address has some 28,000 ports (Linux's default
 * {@code ip_local_port_range}), and every dial binds one: over loopback a large fleet takes several
 * of 127.0.0.0/8, never the broker's own, from which a dial of a dead port can connect to itself.
 */
final class SourceAddresses {
  /** Leaves most ports of an address to those that are still closing. */
  private static final int REPLICAS_EACH = 5_000;

  private static final int MOST = 200;

  private final InetSocketAddress @Nullable [] addresses;

  private SourceAddresses(InetSocketAddress @Nullable [] addresses) {
    this.addresses = addresses;
  }

  /** Returns the addresses for a fleet of that size that dials that broker. */
  static SourceAddresses of(InetAddress broker, int replicas) {
    byte[] octets = broker.getAddress();
    if (!broker.isLoopbackAddress() || octets.length != 4) {
      return new SourceAddresses(null);
    }
    int count = Math.min(MOST, replicas / REPLICAS_EACH + 2);
    InetSocketAddress[] addresses = new InetSocketAddress[count];
    for (int i = 0; i < count; i++) {
      int last = 1 + (octets[3] & 0xff) + i;
      byte[] source = {octets[0], octets[1], (byte) (octets[2] + last / 256), (byte) (last % 256)};
      try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByAddress(source))) {
        addresses[i] = new InetSocketAddress(probe.getInetAddress(), 0);
      } catch (IOException e) {
        // Not every system has all of 127.0.0.0/8: macOS has one address of it.
        return new SourceAddresses(null);
      }
    }
    return new SourceAddresses(addresses);
  }

  /** Returns where a replica dials from; null leaves it to the system. */
  @Nullable InetSocketAddress of(int replica) {
    return addresses == null ? null : addresses[replica % addresses.length];
  }
}
