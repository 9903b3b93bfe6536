package io.breakwater.lab.light;

import io.breakwater.policy.AttemptOutcome;
import io.nats.client.api.ServerInfo;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One dial and the connection that may come of it: INFO, TLS, CONNECT and PING, PONG; then it
 * answers the server's PINGs. Used by the thread of its loop alone.
 *
 * <p>A method that throws {@link IOException} has met the end of the connection; {@link #outcome}
 * says what that means for the attempt.
 */
final class LightConnection implements TlsSession.Wire {
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PONG = "PONG\r\n".getBytes(StandardCharsets.US_ASCII);

  /** How far it is. */
  private enum Phase {
    DIALLING,
    WAITING_FOR_INFO,
    SECURING,
    WAITING_FOR_PONG,
    ESTABLISHED
  }

  /** What happens on a connection. */
  interface Listener {
    void info(LightConnection connection);

    void secured(LightConnection connection);

    void established(LightConnection connection);

    void pong(LightConnection connection);
  }

  /** What all connections of a loop share, because only one of them is at work at a time. */
  record Shared(LightSettings settings, Listener listener, Buffers buffers) {}

  /** Larger than any TLS record, so that a read and what it decrypts to always fit. */
  record Buffers(ByteBuffer wire, ByteBuffer plain, ByteBuffer out) {
    private static final int BYTES = 40 * 1_024;

    static Buffers allocate() {
      return new Buffers(
          ByteBuffer.allocateDirect(BYTES), ByteBuffer.allocate(BYTES), ByteBuffer.allocate(BYTES));
    }
  }

  private final Shared shared;
  private final int replica;
  private final int attempt;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final LineReader lines = new LineReader();
  private Phase phase = Phase.DIALLING;
  private @Nullable TlsSession tls;
  private @Nullable ServerInfo info;
  private @Nullable ByteBuffer unsent;
  private @Nullable AttemptOutcome verdict;
  private boolean closed;

  private LightConnection(
      Shared shared, int replica, int attempt, SocketChannel channel, SelectionKey key) {
    this.shared = shared;
    this.replica = replica;
    this.attempt = attempt;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Dials.
   *
   * @param address of the server
   * @param from the local address; null for any
   * @throws IOException if the dial failed at once, for one because nobody listens
   */
  static LightConnection dial(
      Shared shared,
      int replica,
      int attempt,
      InetSocketAddress address,
      @Nullable SocketAddress from,
      Selector selector)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (from != null) {
        channel.bind(from);
      }
      boolean connected = channel.connect(address);
      SelectionKey key =
          channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      LightConnection connection = new LightConnection(shared, replica, attempt, channel, key);
      connection.phase = connected ? Phase.WAITING_FOR_INFO : Phase.DIALLING;
      key.attach(connection);
      return connection;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  int replica() {
    return replica;
  }

  int attempt() {
    return attempt;
  }

  boolean established() {
    return phase == Phase.ESTABLISHED;
  }

  /** Does what the selector says can be done. */
  void ready() throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      phase = Phase.WAITING_FOR_INFO;
      key.interestOps(SelectionKey.OP_READ);
      return;
    }
    if (key.isWritable()) {
      writeRest();
    }
    if (key.isReadable()) {
      read();
    }
  }

  private void read() throws IOException {
    ByteBuffer wire = shared.buffers().wire().clear();
    int count = channel.read(wire);
    wire.flip();
    if (tls == null) {
      lines(wire);
    } else {
      advance(tls, wire);
    }
    if (count < 0 && !closed) {
      throw new IOException("the server hung up");
    }
  }

  private void advance(TlsSession session, ByteBuffer wire) throws IOException {
    ByteBuffer plain = shared.buffers().plain().clear();
    session.advance(wire, plain, shared.buffers().out(), this);
    if (phase == Phase.SECURING && session.secured()) {
      shared.listener().secured(this);
      login();
    }
    lines(plain.flip());
  }

  private void lines(ByteBuffer bytes) throws IOException {
    for (String line = lines.next(bytes); line != null && !closed; line = lines.next(bytes)) {
      switch (ServerLine.of(line)) {
        case INFO -> greeted(line);
        case PING -> send(PONG);
        case PONG -> answered();
        case ERROR -> refused(line);
        case OTHER -> stranger(line);
      }
    }
  }

  private void greeted(String line) throws IOException {
    if (phase != Phase.WAITING_FOR_INFO) {
      // The cluster has changed; a light client does not follow.
      return;
    }
    try {
      info = new ServerInfo(line);
    } catch (IllegalArgumentException e) {
      verdict = AttemptOutcome.PROTOCOL_ERROR;
      throw new IOException("INFO that is no INFO", e);
    }
    shared.listener().info(this);
    SSLContext trust = shared.settings().target().tls();
    if (trust != null) {
      phase = Phase.SECURING;
      tls = new TlsSession(trust);
      advance(tls, ByteBuffer.allocate(0));
    } else if (info.isTLSRequired()) {
      verdict = AttemptOutcome.TLS_FAILED;
      throw new IOException("the server wants TLS");
    } else {
      login();
    }
  }

  private void login() throws IOException {
    phase = Phase.WAITING_FOR_PONG;
    LightSettings settings = shared.settings();
    ServerInfo greeting = info == null ? ServerInfo.EMPTY_INFO : info;
    info = null;
    send(settings.target().login().answer(greeting, settings.name() + "-" + replica, tls != null));
  }

  private void answered() {
    if (phase == Phase.WAITING_FOR_PONG) {
      phase = Phase.ESTABLISHED;
      shared.listener().established(this);
    } else {
      shared.listener().pong(this);
    }
  }

  private void refused(String line) throws IOException {
    if (verdict == null) {
      verdict = AttemptOutcome.ofServerError(line);
    }
    throw new IOException(line);
  }

  private void stranger(String line) throws IOException {
    if (phase == Phase.WAITING_FOR_INFO) {
      verdict = AttemptOutcome.PROTOCOL_ERROR;
      throw new IOException("not a NATS server: " + line);
    }
  }

  /** Sends a PING. */
  void ping() throws IOException {
    send(PING);
  }

  private void send(byte[] bytes) throws IOException {
    if (tls == null) {
      write(ByteBuffer.wrap(bytes));
    } else {
      tls.write(ByteBuffer.wrap(bytes), shared.buffers().out(), this);
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (unsent == null) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      ByteBuffer before = unsent == null ? ByteBuffer.allocate(0) : unsent;
      unsent = ByteBuffer.allocate(before.remaining() + bytes.remaining());
      unsent.put(before).put(bytes).flip();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private void writeRest() throws IOException {
    if (unsent != null) {
      channel.write(unsent);
    }
    if (unsent == null || !unsent.hasRemaining()) {
      unsent = null;
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /** Returns what it means for the attempt that it ended with this, or by its timeout if null. */
  AttemptOutcome outcome(@Nullable IOException end) {
    if (verdict != null) {
      return verdict;
    }
    return switch (phase) {
      case DIALLING -> outcomeOfDial(end);
      case WAITING_FOR_INFO -> AttemptOutcome.UNREACHABLE;
      case SECURING ->
          end instanceof SSLException ? AttemptOutcome.TLS_FAILED : AttemptOutcome.OVERLOADED;
      case WAITING_FOR_PONG -> AttemptOutcome.OVERLOADED;
      case ESTABLISHED -> AttemptOutcome.CONNECTED;
    };
  }

  /** Returns what a dial met. */
  static AttemptOutcome outcomeOfDial(@Nullable IOException end) {
    boolean refused = end instanceof ConnectException;
    return refused ? AttemptOutcome.REFUSED : AttemptOutcome.UNREACHABLE;
  }

  /**
   * Hangs up with a reset, which leaves no address behind in TIME_WAIT: a fleet would use them up.
   */
  void close() {
    closed = true;
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | RuntimeException e) {
      // Already gone; closing is all that is left.
      key.cancel();
    }
    try {
      channel.close();
    } catch (IOException e) {
      key.cancel();
    }
  }
}
