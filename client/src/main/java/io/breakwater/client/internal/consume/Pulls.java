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

  /** How often the server says that a fetch is open, where it has nothing else to say. */
  static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** Looks that count are so far from each other: a process that stood still makes one. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** In so many looks something would have come, if anybody had the fetch. */
  private static final int MOST_SILENT = 5;

  /** The end of a fetch is announced; if it is not within this time, something was lost. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Map<String, Open> open = new HashMap<>();
  private long outstanding;
  private long count;
  private long lastLookNanos;
  private int silentLooks;

  /** Notes a fetch, and returns its name. */
  synchronized String began(int messages, long nowNanos) {
    open.values().removeIf(pull -> isOver(pull.beganNanos, nowNanos));
    String id = Long.toString(++count);
    open.put(id, new Open(messages, nowNanos));
    if (outstanding == 0) {
      silentLooks = 0;
      lastLookNanos = nowNanos;
    }
    outstanding += messages;
    return id;
  }

  /** Notes a message. */
  synchronized void received() {
    silentLooks = 0;
    outstanding = Math.max(0, outstanding - 1);
  }

  /**
   * Notes the end of a fetch.
   *
   * @param left how many messages it did not bring; negative if the server did not say
   */
  synchronized void ended(String id, int left) {
    silentLooks = 0;
    Open pull = open.remove(id);
    if (pull != null) {
      outstanding = Math.max(0, outstanding - (left < 0 ? pull.messages : left));
    }
  }

  /** Notes that the server has a fetch, and nothing for it. */
  synchronized void heard() {
    silentLooks = 0;
  }

  /** Returns how many messages may still come. */
  synchronized long outstanding() {
    return outstanding;
  }

  /** Returns if something should have come by now. To be called once a second or more often. */
  synchronized boolean overdue(long nowNanos) {
    if (outstanding > 0 && nowNanos - lastLookNanos >= LOOK.toNanos()) {
      lastLookNanos = nowNanos;
      silentLooks++;
    }
    return outstanding > 0 && silentLooks > MOST_SILENT;
  }

  private static boolean isOver(long beganNanos, long nowNanos) {
    return nowNanos - beganNanos > EXPIRES.plus(GRACE).toNanos();
  }

  private record Open(int messages, long beganNanos) {}
}
