package io.breakwater.lab.pods;

import io.breakwater.policy.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One GET of a probe: on a connection of its own, as a kubelet makes it, over when the headers are
 * there or the time is up.
 *
 * <p>By hand on a socket, since neither HTTP client of the JDK fits: the timeouts of
 * HttpURLConnection are per read, so a server that drips outlives them, and HttpClient keeps
 * connections and, before JDK 21, cannot be closed.
 */
final class ProbeGet {

  private static final int MAX_HEADER_BYTES = 64 * 1024;

  private final PodProbes probes;
  private final Probe probe;

  ProbeGet(PodProbes probes, Probe probe) {
    this.probes = probes;
    this.probe = probe;
  }

  /**
   * Sends the request and returns null for a status of 200 to 399, else one line of cause. Blocks
   * for the probe's timeout at most.
   */
  @Nullable String run() {
    long deadline = System.nanoTime() + probe.timeout().toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(probes.host(), probes.port()), millisTo(deadline));
      socket.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
      return verdict(readHeaders(socket, deadline));
    } catch (SocketTimeoutException e) {
      return url() + ": no answer within " + probe.timeout().toMillis() + " ms";
    } catch (IOException e) {
      return url() + ": " + e.getMessage();
    }
  }

  private String request() {
    return "GET "
        + probe.path()
        + " HTTP/1.1\r\nHost: "
        + probes.authority()
        + "\r\nUser-Agent: kube-probe/breakwater\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  private static String readHeaders(Socket socket, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[MAX_HEADER_BYTES];
    int length = 0;
    while (length < bytes.length) {
      socket.setSoTimeout(millisTo(deadline));
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) {
        break;
      }
      length += read;
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        return text.substring(0, end);
      }
    }
    throw new IOException("no complete HTTP answer");
  }

  private static @Nullable String verdict(String headers) throws IOException {
    if (!headers.matches("(?s)HTTP/1\\.\\d \\d{3}( .*|\r\n.*)?")) {
      throw new IOException("not an HTTP answer");
    }
    int status = Integer.parseInt(headers.substring(9, 12));
    return status >= 200 && status < 400 ? null : "HTTP probe failed with statuscode: " + status;
  }

  private static int millisTo(long deadline) throws SocketTimeoutException {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (millis <= 0) { // zero would mean no timeout
      throw new SocketTimeoutException();
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private String url() {
    return "http://" + probes.authority() + probe.path();
  }
}
