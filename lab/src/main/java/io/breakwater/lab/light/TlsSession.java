package io.breakwater.lab.light;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one connection, between the bytes of the wire and those of the protocol. It keeps half a
 * record between two arrivals; the large buffers belong to the loop.
 */
final class TlsSession {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private byte @Nullable [] half;

  /** Takes what is to be written to the wire. */
  interface Wire {
    void write(ByteBuffer bytes) throws IOException;
  }

  TlsSession(SSLContext context) throws SSLException {
    // Without the peer's name the session is not resumed: after a restart, whose tickets the broker
    // has forgotten, nobody's is, and a calibration must pay the same price.
    engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    engine.beginHandshake();
  }

  /** Returns if the handshake is done. */
  boolean secured() {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  /**
   * Goes on with the handshake and decrypts.
   *
   * @param arrived ready to be read; what is left over is kept for the next call
   * @param plain takes the bytes of the protocol
   * @param scratch for what is to be written
   * @throws SSLException if the peers cannot agree
   */
  void advance(ByteBuffer arrived, ByteBuffer plain, ByteBuffer scratch, Wire wire)
      throws IOException {
    ByteBuffer input = input(arrived);
    boolean more = true;
    while (more) {
      more =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> write(NOTHING, scratch, wire);
            default -> input.hasRemaining() && read(input, plain);
          };
    }
    half = null;
    if (input.hasRemaining()) {
      half = new byte[input.remaining()];
      input.get(half);
    }
  }

  private ByteBuffer input(ByteBuffer arrived) {
    if (half == null) {
      return arrived;
    }
    ByteBuffer both = ByteBuffer.allocate(half.length + arrived.remaining());
    return both.put(half).put(arrived).flip();
  }

  private boolean runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return true;
  }

  private boolean read(ByteBuffer input, ByteBuffer plain) throws IOException {
    SSLEngineResult result = engine.unwrap(input, plain);
    return switch (result.getStatus()) {
      case OK -> true;
      case BUFFER_UNDERFLOW -> false;
      case BUFFER_OVERFLOW -> throw new IOException("a server without subscribers talks this much");
      // The server hung up in good order; the end of the stream follows.
      case CLOSED -> false;
    };
  }

  /** Encrypts and writes; returns true if the handshake may go on. */
  boolean write(ByteBuffer plain, ByteBuffer scratch, Wire wire) throws IOException {
    SSLEngineResult.Status status = SSLEngineResult.Status.OK;
    do {
      scratch.clear();
      status = engine.wrap(plain, scratch).getStatus();
      wire.write(scratch.flip());
    } while (plain.hasRemaining() && status == SSLEngineResult.Status.OK);
    return status == SSLEngineResult.Status.OK;
  }
}
