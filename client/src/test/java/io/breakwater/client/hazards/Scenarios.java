package io.breakwater.client.hazards;

import io.breakwater.client.Bus;
import io.breakwater.client.Events;
import io.breakwater.client.LifecycleEvent;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What the hazards have in common: plain jnats, a record of what it reports, and patience. */
final class Scenarios {
  /** Long enough for any machine: what is waited for comes, or never does. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private Scenarios() {}

  /** Returns the options of a service that wants to come back for ever, every 100 ms. */
  static Options.Builder plain(String... urls) {
    return new Options.Builder()
        .servers(urls)
        .noRandomize()
        .maxReconnects(-1)
        .reconnectWait(Duration.ofMillis(100))
        .reconnectJitter(Duration.ofMillis(1))
        .connectionTimeout(Duration.ofSeconds(5))
        // The default listener writes to the log.
        .errorListener(new ErrorListener() {});
  }

  static Connection connect(Options.Builder options) throws Exception {
    return Nats.connect(options.build());
  }

  static void awaitStarted(Bus bus) throws Exception {
    bus.started().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  /** Waits for something that must not happen, as long as it would take many times over. */
  static ConditionFactory throughout(Duration duration) {
    return await().during(duration);
  }

  /** Records the connection events of jnats, by their names. */
  static final class Recorder implements ConnectionListener {
    private final List<ConnectionListener.Events> events = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("deprecation") // the interface still demands it
    public void connectionEvent(Connection conn, ConnectionListener.Events type) {
      events.add(type);
    }

    List<ConnectionListener.Events> events() {
      return List.copyOf(events);
    }

    long count(ConnectionListener.Events type) {
      return events.stream().filter(event -> event == type).count();
    }
  }

  /** Returns the names of the kinds of all events but the attempts. */
  static List<String> transitions(Events events) {
    return events.all().stream()
        .filter(event -> !(event instanceof LifecycleEvent.Attempted))
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }
}
