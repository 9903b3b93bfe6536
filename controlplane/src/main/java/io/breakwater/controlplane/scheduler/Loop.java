package io.breakwater.controlplane.scheduler;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the state of a term. What is handed in after the end is dropped: the
 * next term finds out by itself.
 */
final class Loop implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final String name;
  private final ScheduledThreadPoolExecutor thread;

  Loop(String name) {
    this.name = name;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      log.trace("{}: ended", name);
    }
  }

  void later(Duration delay, Runnable task) {
    try {
      var unused = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("{}: ended", name);
    }
  }

  /** Goes on here when a stage has ended; what fails then is logged, not lost. */
  <T> void on(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    var unused =
        stage.whenComplete((value, failure) -> execute(() -> then.accept(value, cause(failure))));
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  void every(Duration period, Runnable task) {
    var unused =
        thread.scheduleWithFixedDelay(
            guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** One task that fails must not end all that come after it. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.error("{}: a task failed", name, e);
      }
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
