package io.breakwater.client.internal.consume;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connection stands, and who wants to know when that changes. jnats tells it on its own
 * threads, partly under its locks: nothing that it calls here blocks.
 */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(PullConsumer.class);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Line newest;

  /** There is another connection of jnats in the place of the last. */
  void made(Connection connection) {
    connection.addConnectionListener(new Watch());
    next(connection);
  }

  private void next(Connection connection) {
    synchronized (this) {
      Line last = newest;
      newest = new Line(last == null ? 1 : last.epoch() + 1, connection);
    }
    listeners.forEach(Runnable::run);
  }

  /** Returns the line that stands; null if none does. */
  @Nullable Line current() {
    Line line = newest;
    return line != null && stands(line) ? line : null;
  }

  /** Returns if the line still stands, as far as jnats knows. */
  boolean stands(Line line) {
    Line last = newest;
    return last != null
        && last.epoch() == line.epoch()
        && line.connection().getStatus() == Connection.Status.CONNECTED;
  }

  /** What was answered must be with the server before the connection may be closed. */
  void flush(Duration limit) {
    Line line = current();
    if (line != null) {
      try {
        line.flush(limit);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | IllegalStateException e) {
        log.debug("the answers may not have reached the server", e);
      }
    }
  }

  /** Calls the listener at every change, on any thread. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /** Notes what happens to one connection, unless another has taken its place. */
  private final class Watch implements ConnectionListener {
    @Override
    @SuppressWarnings("deprecation") // the interface still demands it
    public void connectionEvent(Connection connection, Events type) {
      Line last = newest;
      boolean moved = type == Events.RECONNECTED || type == Events.DISCONNECTED;
      if (moved && last != null && last.connection() == connection) {
        next(connection);
      }
    }
  }
}
