package io.breakwater.lab.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller of the recorder asks for. A worker says with two headers which attempt it makes.
 *
 * @param token of the work
 * @param step of the run; empty for a job
 * @param item number of the item of a fan-out; 0 for all others
 * @param holdMillis how long the answer takes
 * @param failures how often it is an error first
 * @param given the words of the body
 * @param attempt which attempt it is; null if the caller does not say
 */
record RecorderRequest(
    String token,
    String step,
    int item,
    int holdMillis,
    int failures,
    List<String> given,
    Event.@Nullable Attempt attempt) {
  /** The first part of each path. */
  static final String ROOT = "/x/";

  private static final int LARGEST_HEAD = 16 * 1024;
  private static final int LARGEST_BODY = 1 << 20;
  private static final String LENGTH = "content-length";
  private static final String ATTEMPT = "breakwater-attempt";
  private static final String WORKER = "breakwater-worker";

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
    Map<String, String> headers = headers(head);
    byte[] body = in.readNBytes(length(headers));
    try {
      return of(URI.create(line[1]), new String(body, StandardCharsets.UTF_8), attempt(headers));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a request of a job: " + head.get(0), e);
    }
  }

  private static Map<String, String> headers(List<String> head) {
    Map<String, String> headers = new HashMap<>();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static Event.@Nullable Attempt attempt(Map<String, String> headers) {
    String number = headers.get(ATTEMPT);
    String worker = headers.get(WORKER);
    return number == null || worker == null
        ? null
        : new Event.Attempt(Integer.parseInt(number), worker);
  }

  private static RecorderRequest of(URI path, String body, Event.@Nullable Attempt attempt) {
    String[] parts = path.getPath().substring(ROOT.length()).split("/", -1);
    return new RecorderRequest(
        parts[0],
        parts.length > 1 ? parts[1] : "",
        parts.length > 2 ? Integer.parseInt(parts[2]) : 0,
        Math.min(Recorder.LONGEST_HOLD_MILLIS, number(path, "hold")),
        number(path, "fail"),
        Stream.of(body.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList(),
        attempt);
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

  private static int length(Map<String, String> headers) throws IOException {
    try {
      int length = Integer.parseInt(headers.getOrDefault(LENGTH, "0"));
      if (length >= 0 && length <= LARGEST_BODY) {
        return length;
      }
      throw new IOException("a body of " + length + " bytes");
    } catch (NumberFormatException e) {
      throw new IOException("a body of unknown length", e);
    }
  }
}
