package io.breakwater.client.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * Takes the times of one handshake at the socket, so that what this process does in between (a cold
 * JVM, a signature) is not laid to the server's charge.
 *
 * <p>Written by one thread after the other; may be read by any.
 */
final class HandshakeTimer {
  private final long dialledAt;
  private volatile long readingAt;
  private volatile long infoAt;
  private volatile Duration tlsWait = Duration.ZERO;
  private volatile long sentAt;
  private volatile Optional<Handshake> handshake = Optional.empty();
  private boolean reading;
  private boolean sent;

  /** Begins with the dial. */
  HandshakeTimer(long nowNanos) {
    dialledAt = nowNanos;
  }

  /** Notes that something is about to be read; when it is the first time, TCP has connected. */
  void reading(long nowNanos) {
    if (!reading) {
      reading = true;
      readingAt = nowNanos;
    }
  }

  /** Notes the server's INFO. */
  void info(long nowNanos) {
    infoAt = nowNanos;
  }

  /** Notes a TLS handshake in which this side has waited so long for the other one. */
  void secured(Duration waited) {
    tlsWait = waited;
  }

  /** Notes that something is about to be written; the first is CONNECT. */
  void sending(long nowNanos) {
    if (!sent) {
      sent = true;
      sentAt = nowNanos;
    }
  }

  /** Notes the first PONG. */
  void pong(long nowNanos) {
    // TCP takes one way to connect, and the INFO another one to come.
    long way = Math.min(readingAt - dialledAt, (infoAt - dialledAt) / 2);
    // TLS 1.2 takes two ways; the second then counts as work, which makes C look smaller.
    handshake =
        Optional.of(
            new Handshake(
                Duration.ofNanos(nowNanos - infoAt),
                tlsWait.plusNanos(nowNanos - sentAt),
                tlsWait.isZero() ? 1 : 2,
                Duration.ofNanos(way)));
  }

  /** Returns what it has seen; empty before the first PONG. */
  Optional<Handshake> handshake() {
    return handshake;
  }
}
