package io.breakwater.client.internal;

import java.nio.charset.StandardCharsets;

/**
 * Watches the first lines a server sends, from INFO to the first PONG. Not thread-safe; it is
 * handed from thread to thread with the socket.
 */
final class HandshakeScanner {
  /** Enough for any {@code -ERR}; of longer lines (INFO) only the head matters. */
  private static final int HEAD_LENGTH = 256;

  private final byte[] head = new byte[HEAD_LENGTH];
  private int length;
  private boolean established;

  /** What the lines meant. */
  interface Meaning {
    void info();

    void error(String text);

    void pong();
  }

  /** Returns if the first PONG has been seen; from then on there is nothing to watch. */
  boolean established() {
    return established;
  }

  void scan(byte[] bytes, int offset, int count, Meaning meaning) {
    for (int i = offset; i < offset + count && !established; i++) {
      if (bytes[i] == '\n') {
        line(meaning);
        length = 0;
      } else if (length < HEAD_LENGTH) {
        head[length++] = bytes[i];
      }
    }
  }

  private void line(Meaning meaning) {
    String line = new String(head, 0, length, StandardCharsets.UTF_8).strip();
    if (line.startsWith("INFO")) {
      meaning.info();
    } else if (line.startsWith("-ERR")) {
      meaning.error(line.substring("-ERR".length()).strip().replace("'", ""));
    } else if (line.startsWith("PONG")) {
      established = true;
      meaning.pong();
    }
  }
}
