package io.breakwater.broker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for other processes, which can only be polled. */
final class Waits {

  private static final long POLL_MILLIS = 10;

  private Waits() {}

  /**
   * Polls until the condition holds.
   *
   * @return whether it held within the limit
   * @throws BrokerException if the thread is interrupted; its interrupt flag stays set
   */
  static boolean until(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      sleep(Duration.ofMillis(POLL_MILLIS));
    }
    return true;
  }

  /** Sleeps; throws {@link BrokerException} with the interrupt flag set if interrupted. */
  static void sleep(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for a process to end; returns whether it did within the limit. */
  static boolean forExit(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits for a process to end; returns whether it did within the limit. An interrupt shortens
   * nothing and stays set: for ends that are near and must not be missed.
   */
  static boolean forExitDespiteInterrupts(Process process, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for a thread to end. */
  static void forEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BrokerException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BrokerException("interrupted while waiting for a broker", e);
  }
}
