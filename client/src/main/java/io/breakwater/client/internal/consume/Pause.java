package io.breakwater.client.internal.consume;

import java.time.Duration;

/**
 * How long to wait after what did not work while connected: 250 ms, doubled up to 10 s, or up to 3
 * s where no answer came, for a leader is elected within some seconds. Connecting itself has slots;
 * this is for what the broker refuses or does not answer after it. For one thread.
 */
final class Pause {
  /** Until somebody wakes the waiter, which does not need to be exact. */
  static final Duration FOREVER = Duration.ofMinutes(1);

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration MAX_REFUSED = Duration.ofSeconds(10);
  private static final Duration MAX_UNANSWERED = Duration.ofSeconds(3);

  private Duration next = FIRST;

  Duration next(boolean unanswered) {
    Duration most = unanswered ? MAX_UNANSWERED : MAX_REFUSED;
    Duration now = next.compareTo(most) > 0 ? most : next;
    next = now.multipliedBy(2);
    return now;
  }

  void reset() {
    next = FIRST;
  }
}
