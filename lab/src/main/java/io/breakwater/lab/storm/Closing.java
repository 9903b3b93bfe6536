package io.breakwater.lab.storm;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Closes many connections side by side: each may take a second when its broker is gone. */
final class Closing {
  private static final int THREADS = 16;
  private static final long LIMIT_SECONDS = 60;

  private Closing() {}

  /** What closes one; may be interrupted. */
  interface Close<T> {
    void close(T each) throws InterruptedException;
  }

  static <T> void all(List<T> those, Close<T> close) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "breakwater-storm-close");
              thread.setDaemon(true);
              return thread;
            });
    for (T each : those) {
      threads.execute(
          () -> {
            try {
              close.close(each);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    threads.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      var unused = threads.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      threads.shutdownNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
