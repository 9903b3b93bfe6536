package io.breakwater.client.internal;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one attempt: sees what the attempt meets, and afterwards whether the connection
 * died. jnats creates it by name for each attempt; that makes the class public.
 *
 * <p>Public only for that; not API.
 */
public final class GateDataPort extends SocketDataPort {
  /** The last that a client says before the server has answered. */
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HandshakeScanner scanner = new HandshakeScanner();
  private final HandshakeScanner.Meaning meaning = new FirstLines();
  private final HandshakeTimer timer = new HandshakeTimer(System.nanoTime());
  private @Nullable GatedServerPool pool;
  private @Nullable Attempt attempt;
  private @Nullable Options options;
  private volatile boolean closing;

  /** Open while the login is without an answer. */
  private final CountDownLatch answered = new CountDownLatch(1);

  /** Called by jnats. */
  public GateDataPort() {}

  @Override
  public void afterConstruct(Options opts) {
    options = opts;
    pool = (GatedServerPool) opts.getServerPool();
    attempt = pool.dialling(this);
  }

  /** Returns what the handshake showed; empty before the first PONG. */
  Optional<Handshake> handshake() {
    return timer.handshake();
  }

  @Override
  public int read(byte[] dst, int off, int len) throws IOException {
    int count;
    timer.reading(System.nanoTime());
    try {
      count = super.read(dst, off, len);
    } catch (IOException e) {
      lost(e);
      throw e;
    }
    if (count < 0) {
      lost(new EOFException("the server closed the connection"));
    } else if (!scanner.established()) {
      scanner.scan(dst, off, count, meaning);
    } else if (pool != null) {
      pool.heard();
    }
    return count;
  }

  @Override
  public void write(byte[] src, int toWrite) throws IOException {
    timer.sending(System.nanoTime());
    try {
      super.write(src, toWrite);
    } catch (IOException e) {
      // Before the first PONG the reader tells better what happened: a TLS alert, an -ERR.
      if (scanner.established()) {
        lost(e);
      }
      throw e;
    }
    if (answered.getCount() > 0 && endsWithPing(src, toWrite)) {
      awaitAnswer();
    }
  }

  private static boolean endsWithPing(byte[] bytes, int count) {
    return count >= PING.length
        && Arrays.equals(bytes, count - PING.length, count, PING, 0, PING.length);
  }

  /**
   * While it reconnects, jnats's writer looks a thousand times a second for more to write, and
   * there is nothing to write before the server has answered. With a fleet in one process that
   * costs more than all else together, and the slower the broker, the more.
   */
  private void awaitAnswer() {
    if (options == null) {
      return;
    }
    try {
      // However it ends, jnats goes on as it does without this.
      boolean unused = answered.await(connectTimeoutMillis(options), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closes() {
    closing = true;
    answered.countDown();
  }

  /**
   * Upgrades to TLS within the connect timeout, and, where the pool asks for it, checks that the
   * certificate is for the host that was configured; jnats checks only who signed it.
   */
  @Override
  public void upgradeToSecure() throws IOException {
    if (isSecure || options == null || pool == null || attempt == null) {
      return;
    }
    String name = attempt.server().tlsName();
    WaitingSocket waiting = new WaitingSocket(socket);
    SSLSocket secure =
        (SSLSocket)
            options.getSslContext().getSocketFactory().createSocket(waiting, name, port, true);
    secure.setUseClientMode(true);
    if (pool.verifiesHostNames()) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    int readTimeoutMillis = secure.getSoTimeout();
    secure.setSoTimeout((int) Math.min(Integer.MAX_VALUE, connectTimeoutMillis(options)));
    secure.startHandshake();
    timer.secured(waiting.waited());
    secure.setSoTimeout(readTimeoutMillis);
    socket = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
    isSecure = true;
  }

  private static long connectTimeoutMillis(Options options) {
    return Math.max(1, options.getConnectionTimeout().toMillis());
  }

  @Override
  public void shutdownInput() throws IOException {
    closes();
    super.shutdownInput();
  }

  @Override
  public void close() throws IOException {
    closes();
    super.close();
  }

  @Override
  public void forceClose() throws IOException {
    closes();
    super.forceClose();
  }

  /**
   * Ends a dial at once: jnats cannot interrupt a connect, and forgets the socket of a dial that
   * outlives its own close.
   */
  void abort() {
    try {
      forceClose();
    } catch (IOException e) {
      // Its end was all that was wanted.
    }
  }

  private void lost(IOException how) {
    answered.countDown();
    if (closing || attempt == null || pool == null) {
      return;
    }
    if (scanner.established()) {
      pool.lost(this);
    } else {
      attempt.broke(how);
    }
  }

  private final class FirstLines implements HandshakeScanner.Meaning {
    @Override
    public void info() {
      timer.info(System.nanoTime());
      if (attempt != null) {
        attempt.infoReceived();
      }
    }

    @Override
    public void error(String text) {
      answered.countDown();
      if (attempt != null) {
        attempt.rejected(text);
      }
    }

    @Override
    public void pong() {
      answered.countDown();
      timer.pong(System.nanoTime());
    }
  }
}
