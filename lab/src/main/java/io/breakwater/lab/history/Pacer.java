package io.breakwater.lab.history;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns at a bounded rate; those that nobody took are gone, so that a pause is not followed by a
 * burst. Thread-safe.
 */
final class Pacer {
  private final long intervalNanos;
  private final CountDownLatch closing;
  private long next = System.nanoTime();

  /**
   * Creates it.
   *
   * @param perSecond more than 0
   * @param closing ends all waits
   */
  Pacer(double perSecond, CountDownLatch closing) {
    intervalNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    this.closing = closing;
  }

  /** Waits for a turn; false if it is closing. */
  boolean take() throws InterruptedException {
    return !closing.await(turn() - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private synchronized long turn() {
    long now = System.nanoTime();
    long turn = next - now < 0 ? now : next;
    next = turn + intervalNanos;
    return turn;
  }

  /** Waits for a time; false if it is closing. */
  boolean rest(Duration time) throws InterruptedException {
    return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
