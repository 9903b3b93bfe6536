package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.store.StageFailure;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, so that what they share needs no lock of its own; none may block. It
 * has a thread; a task that {@link #run} meets idle runs where it is, for to wake that thread takes
 * longer than most tasks do. What is handed in after the end is dropped: the next term finds out by
 * itself.
 */
final class Loop implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final String name;
  private final ScheduledThreadPoolExecutor thread;

  /** Whose task runs. Only the loop's own thread ever waits for it. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Tasks that wait for the loop's thread: nobody may overtake them. */
  private final AtomicInteger waiting = new AtomicInteger();

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

  /** Runs a task on the loop's thread. */
  @Override
  public void execute(Runnable task) {
    waiting.incrementAndGet();
    try {
      thread.execute(
          () -> {
            turn.lock();
            try {
              waiting.decrementAndGet();
              guarded(task);
            } finally {
              turn.unlock();
            }
          });
    } catch (RejectedExecutionException e) {
      log.trace("{}: ended", name);
    }
  }

  /** Runs a task here and now if no other runs or waits, and on the loop's thread otherwise. */
  void run(Runnable task) {
    if (waiting.get() > 0 || turn.isHeldByCurrentThread() || !turn.tryLock()) {
      execute(task);
      return;
    }
    try {
      if (!thread.isShutdown()) {
        guarded(task);
      }
    } finally {
      turn.unlock();
    }
  }

  void later(Duration delay, Runnable task) {
    try {
      var unused = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("{}: ended", name);
    }
  }

  /** Goes on when a stage has ended, as {@link #run} does; what fails then is logged, not lost. */
  <T> void on(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    var unused =
        stage.whenComplete((value, failure) -> run(() -> then.accept(value, cause(failure))));
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure == null ? null : StageFailure.cause(failure);
  }

  void every(Duration period, Runnable task) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> run(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** One task that fails must not end all that come after it. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("{}: a task failed", name, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
