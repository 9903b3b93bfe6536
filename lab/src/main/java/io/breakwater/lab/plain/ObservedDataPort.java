package io.breakwater.lab.plain;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * jnats's own socket, which tells when an attempt began and how it ended; nothing else is changed.
 * jnats makes it by name, one for each attempt. For one connection per process.
 *
 * <p>A dial that fails is something jnats tells only its error listener, and {@link #failed} is to
 * be told by that: the method that dials cannot be overridden, its parameter is not public.
 */
public final class ObservedDataPort extends SocketDataPort {
  private static volatile Observer observer = (startedAt, outcome) -> {};
  private static volatile @Nullable ObservedDataPort latest;

  private final StringBuilder heard = new StringBuilder();
  private final Instant startedAt = Instant.now();
  private boolean over;

  /** Hears of every attempt once, when it has ended. */
  @FunctionalInterface
  interface Observer {

    /**
     * An attempt has ended.
     *
     * @param outcome as the policies name them; empty if it is none that can be told here
     */
    void attempted(Instant startedAt, Optional<String> outcome);
  }

  /** Called by jnats. */
  public ObservedDataPort() {}

  static void observeWith(Observer told) {
    observer = told;
  }

  /** Ends the attempt under way, if there is one, by what jnats met. */
  static void failed(Throwable cause) {
    ObservedDataPort attempt = latest;
    if (attempt != null) {
      ofDial(cause).ifPresent(outcome -> attempt.end(Optional.of(outcome)));
    }
  }

  /** Ends the attempt under way, if there is one: nobody has told how. */
  static void forgotten() {
    ObservedDataPort attempt = latest;
    if (attempt != null) {
      attempt.end(Optional.empty());
    }
  }

  @Override
  public void afterConstruct(Options options) {
    super.afterConstruct(options);
    forgotten();
    latest = this;
  }

  /** What is not of the dial is told by the socket, when it is closed. */
  private static Optional<String> ofDial(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return Optional.of("UNRESOLVED");
    }
    if (cause instanceof ConnectException
        && String.valueOf(cause.getMessage()).contains("refused")) {
      return Optional.of("REFUSED");
    }
    return cause instanceof ConnectException || cause instanceof SocketTimeoutException
        ? Optional.of("UNREACHABLE")
        : Optional.empty();
  }

  @Override
  public int read(byte[] dst, int off, int len) throws IOException {
    int count = super.read(dst, off, len);
    if (count > 0) {
      hear(dst, off, count);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    hungUp();
    super.close();
  }

  /** The first PONG ends a handshake; an error before it is not told apart here. */
  private synchronized void hear(byte[] bytes, int offset, int count) {
    if (over) {
      return;
    }
    heard.append(new String(bytes, offset, count, StandardCharsets.ISO_8859_1));
    if (heard.indexOf("\r\n-ERR") >= 0) {
      end(Optional.empty());
    } else if (heard.indexOf("\r\nPONG") >= 0) {
      end(Optional.of("CONNECTED"));
    }
  }

  private synchronized void hungUp() {
    end(Optional.of(heard.isEmpty() ? "UNREACHABLE" : "OVERLOADED"));
  }

  private synchronized void end(Optional<String> outcome) {
    if (!over) {
      over = true;
      heard.setLength(0);
      observer.attempted(startedAt, outcome);
    }
  }
}
