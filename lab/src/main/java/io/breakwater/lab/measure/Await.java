package io.breakwater.lab.measure;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits by looking, many times a second. */
public final class Await {
  private static final long LOOK_EVERY_MILLIS = 10;

  private Await() {}

  /**
   * Waits until a condition holds, and returns if it did within the limit. It is looked at once at
   * least.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  public static boolean within(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }
}
