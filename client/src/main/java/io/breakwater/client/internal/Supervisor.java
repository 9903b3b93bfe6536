package io.breakwater.client.internal;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus's own thread: deadlines, the minute's log line, and the watch over jnats. It never calls
 * anything that can block, so that it is there when something else does.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  /** How often the watch looks; a probe's period is seconds, so that is often enough. */
  static final Duration TICK = Duration.ofMillis(500);

  private final ScheduledThreadPoolExecutor executor;

  Supervisor(String threadName) {
    executor = new ScheduledThreadPoolExecutor(1, ConnectionThreads.named(threadName));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs the task at every tick, until the supervisor is closed. */
  void everyTick(Runnable task) {
    // quietly() takes care of exceptions.
    var unused =
        executor.scheduleWithFixedDelay(
            () -> quietly(task), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs the task once, after the delay; drops it if the supervisor is closed by then. */
  void after(Duration delay, Runnable task) {
    try {
      var unused = executor.schedule(() -> quietly(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("closed");
    }
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("the supervisor failed", e);
    }
  }

  /** Drops what waits. What runs is let finish: it may be the very task that closes the bus. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
