package io.breakwater.client.internal.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What was asked for and has not come. Messages do not say which fetch they answer, so the sum is
 * kept: asked, less what came, less what the server says it will not send. Thread-safe.
 */
final class Pulls {
  /** How long the server keeps a fetch open. */
  static final Duration EXPIRES = Duration.ofSeconds(10);

  /** The end of a fetch is announced; if it is not within this time, something was lost. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Map<String, Open> open = new HashMap<>();
  private long outstanding;
  private long count;
  private long lastBeganNanos;

  /** Notes a fetch, and returns its name. */
  synchronized String began(int messages, long nowNanos) {
    open.values().removeIf(pull -> isOver(pull.beganNanos, nowNanos));
    String id = Long.toString(++count);
    open.put(id, new Open(messages, nowNanos));
    outstanding += messages;
    lastBeganNanos = nowNanos;
    return id;
  }

  /** Notes a message. */
  synchronized void received() {
    outstanding = Math.max(0, outstanding - 1);
  }

  /**
   * Notes the end of a fetch.
   *
   * @param left how many messages it did not bring; negative if the server did not say
   */
  synchronized void ended(String id, int left) {
    Open pull = open.remove(id);
    if (pull != null) {
      outstanding = Math.max(0, outstanding - (left < 0 ? pull.messages : left));
    }
  }

  /** Returns how many messages may still come. */
  synchronized long outstanding() {
    return outstanding;
  }

  /** Returns if messages should have come, or been denied, by now. */
  synchronized boolean overdue(long nowNanos) {
    return outstanding > 0 && isOver(lastBeganNanos, nowNanos);
  }

  private static boolean isOver(long beganNanos, long nowNanos) {
    return nowNanos - beganNanos > EXPIRES.plus(GRACE).toNanos();
  }

  private record Open(int messages, long beganNanos) {}
}
