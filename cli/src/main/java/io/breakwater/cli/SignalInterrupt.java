package io.breakwater.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes a signal that ends the process (Ctrl-C, SIGTERM) an interrupt of one thread, and keeps the
 * process until that thread has said that it is done, or for a while.
 */
final class SignalInterrupt implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /** Watches over a thread until {@link #close()}. */
  SignalInterrupt(Thread worker) {
    hook =
        new Thread(
            () -> {
              worker.interrupt();
              awaitDone();
            },
            "breakwater-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitDone() {
    try {
      var unused = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook is at work.
    }
  }
}
