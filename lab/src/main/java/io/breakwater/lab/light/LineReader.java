package io.breakwater.lab.light;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what arrives into lines. Between two arrivals it keeps half a line and nothing else. */
final class LineReader {
  /** An INFO of a large cluster has some kilobytes. */
  private static final int LONGEST = 64 * 1_024;

  private byte @Nullable [] half;

  /**
   * Returns the next whole line without its end; null if there is none yet, and then everything has
   * been taken out of the buffer.
   *
   * @throws IOException if a line does not end: this is no NATS server
   */
  @Nullable String next(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    while (bytes.hasRemaining()) {
      if (bytes.get() == '\n') {
        return whole(bytes, start, bytes.position());
      }
    }
    half = joined(bytes, start, bytes.limit());
    if (half.length == 0) {
      half = null;
    } else if (half.length > LONGEST) {
      throw new IOException("a line without an end");
    }
    return null;
  }

  private String whole(ByteBuffer bytes, int from, int to) {
    byte[] line = joined(bytes, from, to);
    half = null;
    return new String(line, StandardCharsets.UTF_8).strip();
  }

  private byte[] joined(ByteBuffer bytes, int from, int to) {
    int before = half == null ? 0 : half.length;
    byte[] all = half == null ? new byte[to - from] : Arrays.copyOf(half, before + to - from);
    bytes.get(from, all, before, to - from);
    return all;
  }
}
