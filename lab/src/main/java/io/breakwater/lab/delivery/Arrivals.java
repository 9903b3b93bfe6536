package io.breakwater.lab.delivery;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that dies with nobody: a bare socket that reads until the broker's last byte, knocks
 * every few milliseconds while there is no broker, and knows when its subscription stands. It never
 * writes while messages come, so no error in writing can take from it what there is to read.
 */
final class Arrivals implements AutoCloseable {
  private static final long KNOCK_MILLIS = 2;
  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final int BUFFER_BYTES = 256 * 1_024;
  private static final int LONGEST_LINE = 64 * 1_024;
  private static final long JOIN_MILLIS = 5_000;

  /** Without headers a message comes as MSG, whatever its publisher gave it. */
  private static final String HELLO =
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"java\",\"version\":\"0\","
          + "\"name\":\"arrivals\",\"protocol\":1,\"headers\":false,\"no_responders\":false}\r\n"
          + "SUB %s 1\r\nPING\r\n";

  private final int port;
  private final String subject;
  private final Consumer<byte[]> taker;
  private final Thread thread;
  private volatile @Nullable Socket socket;
  private volatile boolean subscribed;
  private volatile boolean closed;
  private final AtomicLong count = new AtomicLong();

  /**
   * Begins to listen.
   *
   * @param port the broker's, on loopback
   * @param taker gets each body, on a thread of this
   */
  Arrivals(int port, String subject, Consumer<byte[]> taker) {
    this.port = port;
    this.subject = subject;
    this.taker = taker;
    thread = new Thread(this::run, "breakwater-lab-arrivals");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns if the broker has confirmed the subscription, and the connection has not ended. */
  boolean subscribed() {
    return subscribed;
  }

  /** Returns how many messages have come. */
  long count() {
    return count.get();
  }

  private void run() {
    while (!closed) {
      try (Socket one = new Socket()) {
        socket = one;
        one.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
        read(new BufferedInputStream(one.getInputStream(), BUFFER_BYTES), one.getOutputStream());
      } catch (IOException e) {
        // The end of the broker, or none there yet.
      }
      subscribed = false;
      try {
        Thread.sleep(KNOCK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read(InputStream in, OutputStream out) throws IOException {
    while (!closed) {
      String line = line(in);
      if (line.startsWith("MSG ")) {
        int length = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
        byte[] body = in.readNBytes(length);
        if (body.length < length || in.skip(2) < 2) {
          throw new EOFException();
        }
        count.incrementAndGet();
        taker.accept(body);
      } else if (line.startsWith("INFO ")) {
        out.write(HELLO.formatted(subject).getBytes(StandardCharsets.US_ASCII));
      } else if (line.equals("PING")) {
        out.write("PONG\r\n".getBytes(StandardCharsets.US_ASCII));
      } else if (line.equals("PONG")) {
        subscribed = true;
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() == LONGEST_LINE) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Socket now = socket;
    try {
      if (now != null) {
        now.close();
      }
      thread.join(JOIN_MILLIS);
    } catch (IOException e) {
      // It is gone either way.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
