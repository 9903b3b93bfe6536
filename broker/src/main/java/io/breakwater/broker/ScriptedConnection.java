package io.breakwater.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One client of a {@link ScriptedBroker}, and what it said. Thread-safe. */
public final class ScriptedConnection {

  private final int number;
  private final Instant acceptedAt;
  private final Socket socket;
  private final InputStream in;
  private final ScriptedBroker broker;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile @Nullable Instant endedAt;
  private volatile @Nullable Thread player;
  private boolean verbose;

  ScriptedConnection(ScriptedBroker broker, int number, Socket socket, Instant acceptedAt)
      throws IOException {
    this.broker = broker;
    this.number = number;
    this.socket = socket;
    this.acceptedAt = acceptedAt;
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Returns which connection of its broker it is: 1 is the first. */
  public int number() {
    return number;
  }

  /** Returns when it was accepted. */
  public Instant acceptedAt() {
    return acceptedAt;
  }

  /** Returns when either side ended it; empty while it stands. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** Returns the protocol lines that were read so far, without payloads and line ends. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Sends INFO: the ordinary fields, with the given ones added or replaced. */
  public void sendInfo(Map<String, ?> fields) throws IOException {
    send(("INFO " + broker.infoJson(number, fields) + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Closes the connection. */
  public void close() throws IOException {
    ended();
    socket.close();
  }

  /** Resets the connection: a close that lingers for no time sends RST. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  /** Sends FIN; what the client says is still read. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  void play(Script script) {
    player = Thread.currentThread();
    try {
      for (Script.Step step : script.steps()) {
        step.play(this);
      }
      if (!socket.isClosed()) {
        readToEnd(false);
      }
    } catch (IOException | BrokerException e) {
      // The client has gone, or the broker was closed: the script is over.
    } finally {
      ended();
      quietlyClose();
    }
  }

  void readUntil(String word, boolean answer) throws IOException {
    String line;
    do {
      line = readLine();
      if (line == null) {
        throw new EOFException("the client hung up before " + word);
      }
      if (answer && !line.startsWith(word)) {
        answer(line);
      }
    } while (!line.startsWith(word));
  }

  void readToEnd(boolean answer) throws IOException {
    for (String line = readLine(); line != null; line = readLine()) {
      if (answer) {
        answer(line);
      }
    }
  }

  /** Closes the connection and ends its script, even in the middle of a pause. */
  void stop() {
    quietlyClose();
    Thread thread = player;
    if (thread != null) {
      thread.interrupt();
    }
  }

  void quietlyClose() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private void ended() {
    if (endedAt == null) {
      endedAt = Instant.now();
    }
  }

  private void answer(String line) throws IOException {
    if (line.startsWith("CONNECT")) {
      verbose = line.contains("\"verbose\":true");
    }
    if (line.startsWith("PING")) {
      send("PONG\r\n".getBytes(StandardCharsets.UTF_8));
    } else if (verbose && !line.startsWith("PONG")) {
      send("+OK\r\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns the next line and skips the payload it announces; null at the end of the stream. */
  private @Nullable String readLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next;
    try {
      next = in.read();
      while (next >= 0 && next != '\n') {
        bytes.write(next);
        next = in.read();
      }
    } catch (SocketException e) {
      return null; // a reset by the client, or our own close: the end of the stream as well
    }
    if (next < 0 && bytes.size() == 0) {
      return null;
    }
    String line = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    lines.add(line);
    if (line.startsWith("PUB ") || line.startsWith("HPUB ")) {
      int length = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
      in.skipNBytes(length + 2L);
    }
    return line;
  }
}
