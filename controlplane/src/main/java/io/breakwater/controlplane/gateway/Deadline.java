package io.breakwater.controlplane.gateway;

import java.time.Duration;

/**
 * When a request has to be answered, whatever it asks of whom until then: one for the whole
 * request, handed down to each call.
 *
 * @param nanos the moment, as {@link System#nanoTime} counts
 * @param limit how long it was from the beginning
 */
record Deadline(long nanos, Duration limit) {
  /** Less is no time to wait for an answer, and none at all means for ever to some. */
  private static final Duration LEAST = Duration.ofMillis(1);

  /** Returns the one that begins now. */
  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos(), limit);
  }

  /** Returns how much time is left: a millisecond at least. */
  Duration left() {
    Duration left = Duration.ofNanos(nanos - System.nanoTime());
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  boolean passed() {
    return System.nanoTime() - nanos >= 0;
  }

  /** Returns this one, or one that begins now if that ends before. */
  Deadline atMost(Duration shorter) {
    Deadline other = in(shorter);
    return other.nanos - nanos < 0 ? other : this;
  }
}
