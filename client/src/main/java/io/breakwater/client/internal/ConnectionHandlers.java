package io.breakwater.client.internal;

import io.breakwater.client.ConnectionHandler;
import io.nats.client.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each handler of each connection once, whichever of the two comes first. Thread-safe. */
final class ConnectionHandlers {
  private static final Logger log = LoggerFactory.getLogger(ConnectionHandlers.class);

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile @Nullable Made newest;

  /** Adds a handler, and tells it of the present connection on the calling thread. */
  void add(ConnectionHandler handler) {
    Entry entry = new Entry(handler);
    entries.add(entry);
    Made made = newest;
    if (made != null) {
      entry.tell(made);
    }
  }

  /** Tells all handlers of a connection. */
  void made(int generation, Connection connection) {
    Made made = new Made(generation, connection);
    newest = made;
    entries.forEach(entry -> entry.tell(made));
  }

  private record Made(int generation, Connection connection) {}

  private static final class Entry {
    private final ConnectionHandler handler;
    private int told;

    private Entry(ConnectionHandler handler) {
      this.handler = handler;
    }

    private synchronized void tell(Made made) {
      if (told < made.generation) {
        told = made.generation;
        try {
          handler.onConnection(made.generation, made.connection);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (Exception e) {
          log.warn("a connection handler failed", e);
        }
      }
    }
  }
}
