package io.breakwater.client.internal.consume;

import java.time.Duration;

/**
 * How long to wait for an answer: 1 s, twice as long after each that did not come, up to 5 s. A
 * stream that has no leader answers nothing, and to wait long for that is to hear late of its next
 * one; a server under load answers in the end. For one thread.
 */
final class Patience {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(5);

  private Duration limit = FIRST;

  Duration limit() {
    return limit;
  }

  /** No answer came within the limit. */
  void unanswered() {
    Duration longer = limit.multipliedBy(2);
    limit = longer.compareTo(MAX) > 0 ? MAX : longer;
  }

  /** All answers came. */
  void answered() {
    limit = FIRST;
  }
}
