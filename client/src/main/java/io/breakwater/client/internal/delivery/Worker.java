package io.breakwater.client.internal.delivery;

import io.breakwater.client.internal.Surviving;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon that works when it is woken, or when it has slept enough; there is no thread before the
 * first wake.
 */
final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final long AFTER_FAILURE_NANOS = 1_000_000_000L;

  private final String name;
  private final Runnable work;
  private volatile @Nullable Thread thread;
  private volatile boolean woken;
  private volatile boolean sleeping;
  private volatile boolean closed;

  /**
   * Creates a worker.
   *
   * @param work runs again and again until the worker is closed; it calls {@link #sleep} itself
   */
  Worker(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  /** Ends a sleep, or lets the next one end at once; never blocks. */
  void wake() {
    woken = true;
    Thread running = thread;
    if (running == null) {
      start();
    } else if (sleeping) {
      LockSupport.unpark(running);
    }
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      Thread started = new Thread(this::run, name);
      started.setDaemon(true);
      thread = started;
      started.start();
    }
  }

  private void run() {
    while (!closed) {
      if (!Surviving.run(log, name, work)) {
        pause(AFTER_FAILURE_NANOS);
      }
    }
  }

  /** Sleeps until woken, at most so long. Called by the work itself. */
  void sleep(long nanos) {
    sleeping = true;
    if (!woken && !closed) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeping = false;
    woken = false;
  }

  /** Sleeps so long, whoever wakes it; only a close does not wait. Called by the work itself. */
  void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  boolean closed() {
    return closed;
  }

  /** Returns if it was ever woken. */
  boolean started() {
    return thread != null;
  }

  /** Ends the sleep, and the thread when its work comes back. */
  synchronized void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Interrupts what the work is waiting for. */
  void interrupt() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Waits for the end of the thread, so long at most. */
  void join(long millis) {
    Thread running = thread;
    if (running != null && running != Thread.currentThread()) {
      try {
        running.join(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
