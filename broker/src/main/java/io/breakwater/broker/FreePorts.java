package io.breakwater.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for listeners that must keep their port while nobody listens on it.
 *
 * <p>A broker under test goes down and comes back on the same port. A port from the ephemeral
 * range, which is what binding port 0 gives, is a trap there: while the broker is down, the kernel
 * may give that very port to a client as its source port. The broker then cannot bind it again; and
 * a client that dials the dead port from that same source port connects to itself, which TCP allows
 * (simultaneous open). Loops that reconnect over loopback do meet this. So ports are taken from
 * outside of the ephemeral range where the system tells it ({@code ip_local_port_range}), and no
 * port is given twice in one JVM before it is given back.
 *
 * <p>Between the check here and the real bind another process may take the port: whoever binds must
 * be ready to ask for another one. Thread-safe.
 */
public final class FreePorts {

  private static final Path EPHEMERAL_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** RFC 6335, section 6: what macOS and Windows, which have no /proc, use. */
  private static final int[] IANA_RANGE = {49_152, 65_535};

  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 65_535;
  private static final int TRIES = 200;

  /**
   * Each process takes its ports from a stripe of its own, as far as process ids allow: a port
   * whose broker is down looks free to another process that breaks brokers at the same time.
   */
  private static final int STRIPES = 32;

  private static final int STRIPE = (int) (ProcessHandle.current().pid() % STRIPES);

  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePorts() {}

  /**
   * Returns a port on which nobody listens on loopback, and which this JVM has not given out.
   *
   * @throws BrokerException if no port can be found
   */
  public static int take() {
    for (int i = 0; i < TRIES; i++) {
      int port = candidate();
      if (isFree(port) && claim(port)) {
        return port;
      }
    }
    throw new BrokerException("no free port found on loopback after " + TRIES + " tries");
  }

  /** Gives a port back; a port that was not taken here is ignored. */
  public static void giveBack(int port) {
    synchronized (GIVEN) {
      GIVEN.remove(port);
    }
  }

  private static boolean claim(int port) {
    synchronized (GIVEN) {
      return GIVEN.add(port);
    }
  }

  private static int candidate() {
    int[] ephemeral = ephemeralRange();
    int below = Math.max(0, ephemeral[0] - LOWEST);
    int above = Math.max(0, HIGHEST - ephemeral[1]);
    if (below + above < STRIPES) {
      return anyFree();
    }
    int index = ThreadLocalRandom.current().nextInt((below + above) / STRIPES) * STRIPES + STRIPE;
    return index < below ? LOWEST + index : ephemeral[1] + 1 + index - below;
  }

  /** Returns the lowest and the highest port that the kernel gives to clients. */
  static int[] ephemeralRange() {
    byte[] buffer = new byte[64];
    try (InputStream in = Files.newInputStream(EPHEMERAL_RANGE)) {
      // One read: such a file says all at its first read and nothing after it, so that
      // Files.readString, which begins with one byte, gets no more than that.
      int length = in.read(buffer);
      String text = new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
      String[] bounds = text.trim().split("\\s+", 2);
      return new int[] {Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1])};
    } catch (NoSuchFileException e) {
      return IANA_RANGE.clone();
    } catch (IOException e) {
      throw new BrokerException("cannot read " + EPHEMERAL_RANGE + ": " + e.getMessage(), e);
    }
  }

  private static int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerException("no free port on loopback: " + e.getMessage(), e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
