package io.breakwater.lab.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that all pods share. Everything a pod decides, it decides on the one supervisor
 * thread, which never blocks; that is why pods need no locks.
 */
final class Kubelet implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Kubelet.class);
  private static final Duration LISTENER_LIMIT = Duration.ofSeconds(2);

  private final BackOffRule backOffRule;
  private final PodListener listener;
  private final ScheduledThreadPoolExecutor supervisor;
  private final ExecutorService launchers;
  private final ExecutorService workers;
  private final ExecutorService events;

  Kubelet(BackOffRule backOffRule, int maxParallelStarts, PodListener listener) {
    this.backOffRule = backOffRule;
    this.listener = listener;
    supervisor = new ScheduledThreadPoolExecutor(1, threads("breakwater-pods-supervisor"));
    supervisor.setRemoveOnCancelPolicy(true);
    launchers =
        Executors.newFixedThreadPool(maxParallelStarts, threads("breakwater-pods-launcher"));
    // One thread per blocked GET, so that a hanging probe delays no other; a healthy one is done in
    // milliseconds, so there are few of them.
    workers = Executors.newCachedThreadPool(threads("breakwater-pods-worker"));
    events = Executors.newSingleThreadExecutor(threads("breakwater-pods-events"));
  }

  BackOffRule backOffRule() {
    return backOffRule;
  }

  /** Returns the executor for what may block, such as a GET. */
  ExecutorService workers() {
    return workers;
  }

  /** Returns the executor that starts processes, so many at a time as the runtime allows. */
  ExecutorService launchers() {
    return launchers;
  }

  /** Runs a decision on the supervisor thread. */
  void post(Runnable decision) {
    try {
      supervisor.execute(() -> logged(decision));
    } catch (RejectedExecutionException e) {
      LOG.debug("pods: closed, late result dropped");
    }
  }

  /** Runs a decision on the supervisor thread after a delay. */
  ScheduledFuture<?> schedule(Duration delay, Runnable decision) {
    return supervisor.schedule(
        () -> logged(decision), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Runs a decision on the supervisor thread at a moment. */
  ScheduledFuture<?> scheduleAt(Instant moment, Runnable decision) {
    return schedule(Duration.between(Instant.now(), moment), decision);
  }

  /** Hands an event to the listener. */
  void publish(PodEvent event) {
    events.execute(() -> logged(() -> listener.onEvent(event)));
  }

  /** Ends all threads, after the listener has had what was published; pods must be gone. */
  @Override
  public void close() {
    supervisor.shutdownNow();
    launchers.shutdownNow();
    workers.shutdownNow();
    events.shutdown();
    try {
      // In vain if the listener itself is closing, hence the limit.
      if (!events.awaitTermination(LISTENER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("pods: the listener is not done yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void logged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("pods: unexpected failure", e);
    }
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
