package io.breakwater.client.internal;

import io.nats.client.Options;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that one jnats connection runs on: named after it, daemons, and ended with it. jnats
 * left alone makes some with colliding and some with anonymous names.
 */
final class ConnectionThreads implements AutoCloseable {
  private final ExecutorService workers;
  private final ExecutorService connector;
  private final ScheduledThreadPoolExecutor timers;
  private final ThreadFactory readers;
  private final ThreadFactory writers;

  ConnectionThreads(String prefix) {
    workers = Executors.newCachedThreadPool(named(prefix + "-worker"));
    connector = Executors.newCachedThreadPool(named(prefix + "-handshake"));
    timers = new ScheduledThreadPoolExecutor(1, named(prefix + "-timer"));
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    readers = named(prefix + "-reader");
    writers = named(prefix + "-writer");
  }

  /** Makes jnats use these threads. Callbacks run where they arise, for ours are short. */
  Options.Builder applyTo(Options.Builder options) {
    return options
        .executor(workers)
        .connectExecutor(connector)
        .scheduledExecutor(timers)
        .readerThreadFactory(readers)
        .writerThreadFactory(writers)
        .callbackExecutor(new InlineExecutor());
  }

  /** Runs something that may block for as long as an outage lasts. */
  void run(Runnable task) {
    workers.execute(task);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    connector.shutdownNow();
    timers.shutdownNow();
  }

  static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
