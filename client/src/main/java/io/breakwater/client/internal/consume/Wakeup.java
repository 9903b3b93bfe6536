package io.breakwater.client.internal.consume;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread; a call that comes before the wait is not lost. */
final class Wakeup {
  private boolean called;

  /** Ends the present wait, or the next. */
  synchronized void wake() {
    called = true;
    notifyAll();
  }

  /** Waits for a call since the last wait, or until the time is up. */
  synchronized void await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!called) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    called = false;
  }
}
