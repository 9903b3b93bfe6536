package io.breakwater.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One kind of request to a probe server, over a bare socket: no client library's threads or caches
 * are in what is timed.
 */
final class ProbeRequest implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** What an answer says. */
  private record Answer(int status, boolean keepsConnection) {}

  private final InetSocketAddress address;
  private final byte[] request;
  private final boolean keepsConnection;
  private @Nullable Socket kept;

  /**
   * Creates a request.
   *
   * @param keepsConnection false for a new connection each time, as a kubelet asks; true to keep
   *     the connection as long as the server does, as a load balancer asks
   */
  ProbeRequest(int port, String path, boolean keepsConnection) {
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    String connection = keepsConnection ? "keep-alive" : "close";
    request =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.keepsConnection = keepsConnection;
  }

  /** Asks, and returns the status when the whole answer has come. */
  int ask() throws IOException {
    Socket socket = kept == null ? connect() : kept;
    try {
      socket.getOutputStream().write(request);
      Answer answer = readAnswer(new BufferedInputStream(socket.getInputStream()));
      kept = keepsConnection && answer.keepsConnection() ? socket : null;
      return answer.status();
    } finally {
      if (kept != socket) {
        socket.close();
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(address, TIMEOUT_MILLIS);
    return socket;
  }

  private static Answer readAnswer(InputStream in) throws IOException {
    String statusLine = readLine(in);
    int length = 0;
    boolean keeps = true;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      } else if (line.equalsIgnoreCase("connection: close")) {
        keeps = false;
      }
    }
    if (in.readNBytes(length).length < length) {
      throw new IOException("the answer ended early");
    }
    return new Answer(Integer.parseInt(statusLine.split(" ", 3)[1]), keeps);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the probe server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      if (kept != null) {
        kept.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
