package io.breakwater.benchmarks;

import io.breakwater.client.Bus;
import io.breakwater.client.NotConnectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Threads that publish at a fixed rate, broker or no broker, and count how it went. */
final class SteadyLoad implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long TICK_NANOS = 2_000_000;
  private static final String SUBJECT = "benchmark.load";

  /**
   * Frames between a request that came in and the publish it leads to, in a service with a web
   * framework: what an exception has to walk.
   */
  private static final int DEPTH = 60;

  private final Bus bus;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  private SteadyLoad(Bus bus) {
    this.bus = bus;
  }

  /** Starts to publish messages of 128 bytes at a total rate. */
  static SteadyLoad start(Bus bus, int messagesPerSecond) {
    SteadyLoad load = new SteadyLoad(bus);
    double perTick = messagesPerSecond * (TICK_NANOS / 1e9) / THREADS;
    for (int i = 1; i <= THREADS; i++) {
      Thread thread = new Thread(() -> load.publish(perTick), "breakwater-load-" + i);
      thread.setDaemon(true);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  /** A tick that comes late makes up for the ticks it missed, so the rate is what it says. */
  private void publish(double perTick) {
    byte[] body = new byte[128];
    long begin = System.nanoTime();
    long done = 0;
    while (!over) {
      long due = (long) ((System.nanoTime() - begin) / (double) TICK_NANOS * perTick);
      for (; done < due; done++) {
        publish(body, DEPTH);
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private void publish(byte[] body, int depth) {
    if (depth > 0) {
      publish(body, depth - 1);
      return;
    }
    try {
      bus.publish(SUBJECT, body);
      accepted.increment();
    } catch (NotConnectedException e) {
      refused.increment();
    }
  }

  /** Returns how many messages were accepted so far. */
  long accepted() {
    return accepted.sum();
  }

  /** Returns how many messages were refused so far. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
