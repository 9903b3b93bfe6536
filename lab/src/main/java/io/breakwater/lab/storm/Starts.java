package io.breakwater.lab.storm;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Starts replicas in order, a few at a time, each of which takes its thread until it stands. */
final class Starts implements AutoCloseable {
  /** Keeps two processors of a broker busy, and no handshake waiting for long. */
  static final int AT_A_TIME = 4;

  private final ExecutorService threads;

  /**
   * Creates it; nothing starts before {@link #all}.
   *
   * @param name of the threads
   */
  Starts(String name) {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            AT_A_TIME,
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  void all(int replicas, IntConsumer start) {
    for (int i = 0; i < replicas; i++) {
      int replica = i;
      threads.execute(() -> start.accept(replica));
    }
  }

  /** Interrupts those that are starting; no further one starts. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
