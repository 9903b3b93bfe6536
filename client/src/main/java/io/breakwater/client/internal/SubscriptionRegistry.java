package io.breakwater.client.internal;

import io.breakwater.client.BusSubscription;
import io.breakwater.client.MessageHandler;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was subscribed through the bus, and on which jnats connection it stands. Through an outage
 * jnats keeps its subscriptions itself; on a new connection they are made here.
 */
final class SubscriptionRegistry {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionRegistry.class);

  private final List<Entry> entries = new ArrayList<>();
  private @Nullable Connection connection;

  /** Adds a subscription, and makes it if there is a connection that takes it. */
  synchronized BusSubscription add(String subject, @Nullable String queue, MessageHandler handler) {
    Entry entry = new Entry(subject, queue, handler);
    if (connection != null) {
      try {
        entry.make(connection);
      } catch (IllegalStateException e) {
        // Closed or draining: the connection that takes its place gets all entries.
        log.debug("jnats does not take the subscription of {} now", subject, e);
      }
    }
    entries.add(entry);
    return entry;
  }

  /** Makes all subscriptions on a connection, in their order. */
  synchronized void moveTo(Connection made) {
    connection = made;
    entries.forEach(entry -> entry.make(made));
  }

  private synchronized void remove(Entry entry) {
    if (entries.remove(entry)) {
      entry.unmake(connection);
    }
  }

  private final class Entry implements BusSubscription {
    private final String subject;
    private final @Nullable String queue;
    private final MessageHandler handler;
    private @Nullable Dispatcher dispatcher;

    private Entry(String subject, @Nullable String queue, MessageHandler handler) {
      this.subject = subject;
      this.queue = queue;
      this.handler = handler;
    }

    private void make(Connection on) {
      Dispatcher made = on.createDispatcher(this::handle);
      if (queue == null) {
        made.subscribe(subject);
      } else {
        made.subscribe(subject, queue);
      }
      dispatcher = made;
    }

    private void unmake(@Nullable Connection on) {
      if (on != null && dispatcher != null) {
        try {
          on.closeDispatcher(dispatcher);
        } catch (RuntimeException e) {
          log.debug("jnats failed to close a dispatcher", e);
        }
      }
    }

    private void handle(Message message) throws InterruptedException {
      try {
        handler.onMessage(message);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        log.warn("the handler of {} failed", subject, e);
      }
    }

    @Override
    public String subject() {
      return subject;
    }

    @Override
    public @Nullable String queue() {
      return queue;
    }

    @Override
    public void close() {
      remove(this);
    }
  }
}
