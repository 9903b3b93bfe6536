package io.breakwater.lab.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a caller of the recorder asks for.
 *
 * @param token of the work
 * @param step of the run; empty for a job
 * @param item number of the item of a fan-out; 0 for all others
 * @param holdMillis how long the answer takes
 * @param failures how often it is an error first
 * @param given the words of the body
 */
record RecorderRequest(
    String token, String step, int item, int holdMillis, int failures, List<String> given) {
  /** The first part of each path. */
  static final String ROOT = "/x/";

  private static final int LARGEST_HEAD = 16 * 1024;
  private static final int LARGEST_BODY = 1 << 20;
  private static final String LENGTH = "content-length:";

  RecorderRequest {
    given = List.copyOf(given);
  }

  /** Names what is executed, however often it is. */
  String work() {
    return token + "/" + step + "/" + item;
  }

  /**
   * Reads a request with all its body.
   *
   * @throws IOException if it ends before, or is not one that the recorder knows
   */
  static RecorderRequest read(InputStream in) throws IOException {
    List<String> head = head(in).lines().toList();
    String[] line = head.get(0).split(" ", -1);
    if (line.length != 3 || !line[1].startsWith(ROOT)) {
      throw new IOException("not a request of a job: " + head.get(0));
    }
    byte[] body = in.readNBytes(length(head));
    try {
      return of(URI.create(line[1]), new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a request of a job: " + head.get(0), e);
    }
  }

  private static RecorderRequest of(URI path, String body) {
    String[] parts = path.getPath().substring(ROOT.length()).split("/", -1);
    return new RecorderRequest(
        parts[0],
        parts.length > 1 ? parts[1] : "",
        parts.length > 2 ? Integer.parseInt(parts[2]) : 0,
        Math.min(Recorder.LONGEST_HOLD_MILLIS, number(path, "hold")),
        number(path, "fail"),
        Stream.of(body.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList());
  }

  private static int number(URI path, String name) {
    String query = path.getQuery() == null ? "" : path.getQuery();
    return Stream.of(query.split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> Integer.parseInt(pair.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      int next = in.read();
      if (next < 0 || head.size() >= LARGEST_HEAD) {
        throw new IOException("ends in the middle of its head, or has too long a one");
      }
      head.write(next);
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private static int length(List<String> head) throws IOException {
    try {
      int length =
          head.stream()
              .map(header -> header.toLowerCase(Locale.ROOT))
              .filter(header -> header.startsWith(LENGTH))
              .map(header -> Integer.parseInt(header.substring(LENGTH.length()).strip()))
              .findFirst()
              .orElse(0);
      if (length >= 0 && length <= LARGEST_BODY) {
        return length;
      }
      throw new IOException("a body of " + length + " bytes");
    } catch (NumberFormatException e) {
      throw new IOException("a body of unknown length", e);
    }
  }
}
