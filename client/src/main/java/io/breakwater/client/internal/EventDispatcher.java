package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to their listeners, in order, on a thread of its own: those who report them hold
 * jnats's locks, and must not wait for a log, a file or somebody else's code.
 */
final class EventDispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventDispatcher.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** The events; an empty one is the end. */
  private final BlockingQueue<Optional<LifecycleEvent>> queue = new LinkedBlockingQueue<>();

  private final List<LifecycleListener> listeners;
  private final Optional<EventFile> file;
  private final Thread thread;

  EventDispatcher(String threadName, List<LifecycleListener> listeners) {
    this(threadName, listeners, Optional.empty());
  }

  private EventDispatcher(
      String threadName, List<LifecycleListener> others, Optional<EventFile> file) {
    this.file = file;
    listeners = Stream.concat(file.stream(), others.stream()).toList();
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Starts one for a bus: its log hears of it, the event file where one is named, and the
   * application. The file is closed with it.
   */
  static EventDispatcher ofBus(
      String name, Map<String, String> environment, LifecycleListener application) {
    return new EventDispatcher(
        "breakwater-" + name + "-events",
        List.of(new LifecycleLog(name), application),
        EventFile.open(environment, name));
  }

  /** Takes an event; never blocks. */
  void dispatch(LifecycleEvent event) {
    queue.add(Optional.of(event));
  }

  private void run() {
    while (true) {
      Optional<LifecycleEvent> event;
      try {
        event = queue.take();
      } catch (InterruptedException e) {
        // Meant for a listener that hung, and too late: what is left is still handed over.
        continue;
      }
      if (event.isEmpty()) {
        return;
      }
      for (LifecycleListener listener : listeners) {
        Surviving.run(log, "a lifecycle listener", () -> listener.onEvent(event.get()));
      }
    }
  }

  /** Returns if the calling thread is the one that calls the listeners. */
  boolean runsHere() {
    return Thread.currentThread() == thread;
  }

  /**
   * Hands over what is left, waiting for slow listeners two seconds at most. Nobody is interrupted
   * before: an interrupt closes a file that is being written.
   */
  @Override
  public void close() {
    queue.add(Optional.empty());
    if (!runsHere()) {
      awaitEnd();
    }
    file.ifPresent(EventFile::close);
  }

  private void awaitEnd() {
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
