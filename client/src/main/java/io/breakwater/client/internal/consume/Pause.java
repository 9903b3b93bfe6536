package io.breakwater.client.internal.consume;

import java.time.Duration;

/**
 * How long to wait after what did not work while connected: 250 ms, doubled up to 10 s. Connecting
 * itself has slots; this is for what the broker refuses or does not answer after it. For one
 * thread.
 */
final class Pause {
  /** Until somebody wakes the waiter, which does not need to be exact. */
  static final Duration FOREVER = Duration.ofMinutes(1);

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration MAX = Duration.ofSeconds(10);

  private Duration next = FIRST;

  Duration next() {
    Duration now = next;
    next = now.multipliedBy(2).compareTo(MAX) > 0 ? MAX : now.multipliedBy(2);
    return now;
  }

  void reset() {
    next = FIRST;
  }
}
