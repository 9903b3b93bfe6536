package io.breakwater.lab.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How many connections to one server the system can make from one address. Light clients dial from
 * several addresses; a client library from the one that it is given.
 *
 * @param count how many ports there are; empty where the system does not tell
 */
public record LocalPorts(OptionalLong count) {
  private static final Path LINUX = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** Returns what there is on this machine. */
  public static LocalPorts here() {
    return of(LINUX);
  }

  /** Reads the first and the last port from a file. */
  static LocalPorts of(Path file) {
    try {
      String[] range = Files.readString(file).strip().split("\\s+", -1);
      return new LocalPorts(
          OptionalLong.of(Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return new LocalPorts(OptionalLong.empty());
    }
  }

  /**
   * Checks that a fleet of those clients is possible.
   *
   * @throws IllegalArgumentException if it is not; the message says how many are
   */
  public void check(StormClients clients, int replicas) {
    boolean severalAddresses = clients == StormClients.LIGHT || clients == StormClients.FAST_LANE;
    if (!severalAddresses && count.isPresent() && replicas > count.getAsLong()) {
      throw new IllegalArgumentException(
          ("replicas: %d %s clients need as many local ports, and this system has %d"
                  + " (net.ipv4.ip_local_port_range): at most that many are possible; light clients"
                  + " dial from several addresses")
              .formatted(replicas, clients.text(), count.getAsLong()));
    }
  }
}
