package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.store.Bucket;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the event streams up when something has changed, once for all of them: hears the keys of
 * what changes and nothing else, so that no record is in memory that nobody has asked for.
 * Thread-safe.
 */
final class ChangeSignal implements AutoCloseable {
  /** Somebody who waits for changes. */
  interface Listener {
    /** A record has changed; must not block. */
    void changed(Bucket bucket, String key);
  }

  /** What is heard on one connection, until that is lost. */
  private record Hearing(Connection connection, long reconnects, Dispatcher dispatcher) {}

  private final Ask ask;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private @Nullable Hearing hearing;

  ChangeSignal(Ask ask) {
    this.ask = ask;
  }

  /**
   * Adds a listener, who is told of all that changes from now on, until the connection is lost.
   *
   * @throws IOException if nothing can be heard
   */
  void add(Listener listener, Deadline deadline) throws IOException, JetStreamApiException {
    listeners.add(listener);
    try {
      hear(ask.bus().connection(), ask.bus().health().reconnects(), deadline);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      remove(listener);
      throw e;
    }
  }

  private void hear(Connection connection, long reconnects, Deadline deadline)
      throws IOException, JetStreamApiException {
    Hearing before;
    synchronized (this) {
      before = hearing;
    }
    if (before != null && before.connection == connection && before.reconnects == reconnects) {
      return;
    }
    Hearing made = new Hearing(connection, reconnects, connection.createDispatcher());
    try {
      for (Bucket bucket : List.of(Bucket.JOBS, Bucket.RUNS)) {
        var unused =
            connection
                .jetStream(Ask.options(deadline))
                .subscribe(
                    bucket.subject(">"),
                    made.dispatcher,
                    message -> tell(bucket, message),
                    false,
                    keysOf(bucket));
      }
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      end(made);
      throw e;
    }
    // Who was faster has made one too: one of them is enough.
    end(exchange(made));
  }

  private static PushSubscribeOptions keysOf(Bucket bucket) {
    return PushSubscribeOptions.builder().ordered(true).stream(bucket.stream())
        .configuration(
            ConsumerConfiguration.builder()
                .deliverPolicy(DeliverPolicy.New)
                .headersOnly(true)
                .build())
        .build();
  }

  private void tell(Bucket bucket, Message message) {
    String key = bucket.key(message.getSubject());
    listeners.forEach(listener -> listener.changed(bucket, key));
  }

  private synchronized @Nullable Hearing exchange(@Nullable Hearing next) {
    Hearing before = hearing;
    hearing = next;
    return before;
  }

  private static void end(@Nullable Hearing ended) {
    if (ended != null) {
      try {
        ended.connection.closeDispatcher(ended.dispatcher);
      } catch (IllegalStateException | IllegalArgumentException e) {
        // Closed with its connection.
      }
    }
  }

  /** Takes a listener away; after the last nothing is heard any more. */
  void remove(Listener listener) {
    listeners.remove(listener);
    if (listeners.isEmpty()) {
      close();
    }
  }

  @Override
  public void close() {
    end(exchange(null));
  }
}
