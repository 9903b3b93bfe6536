package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to their listeners, in order, on a thread of its own: those who report them hold
 * jnats's locks, and must not wait for a log, a file or somebody else's code.
 */
final class EventDispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventDispatcher.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final BlockingQueue<LifecycleEvent> queue = new LinkedBlockingQueue<>();
  private final List<LifecycleListener> listeners;
  private final Thread thread;
  private volatile boolean closing;

  EventDispatcher(String threadName, List<LifecycleListener> listeners) {
    this.listeners = List.copyOf(listeners);
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes an event; never blocks. */
  void dispatch(LifecycleEvent event) {
    queue.add(event);
  }

  private void run() {
    while (true) {
      LifecycleEvent event;
      try {
        event = closing ? queue.poll() : queue.take();
      } catch (InterruptedException e) {
        // Only close() interrupts: what is left is still handed over.
        continue;
      }
      if (event == null) {
        return;
      }
      listeners.forEach(listener -> quietly(listener, event));
    }
  }

  private static void quietly(LifecycleListener listener, LifecycleEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      log.warn("a lifecycle listener failed on {}", event, e);
    }
  }

  /** Hands over what is left, waiting for slow listeners two seconds at most. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
