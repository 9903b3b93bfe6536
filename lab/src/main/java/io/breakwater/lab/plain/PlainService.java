package io.breakwater.lab.plain;

import com.sun.net.httpserver.HttpServer;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.RunEvent;
import io.breakwater.policy.DurationText;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service on plain jnats: connect at boot or exit, reconnect for ever at jnats's own pace (every
 * 2 s, with up to 100 ms of jitter), probes that say that the process is up, and a steady publish.
 *
 * <p>It reads its few settings from the same environment variables as the others, and writes the
 * same kind of events, so that a drill can lay both side by side.
 */
public final class PlainService {
  private PlainService() {}

  /** Runs until the process is told to stop; exits with 1 if the first connect fails. */
  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    String name = environment.getOrDefault("BREAKWATER_NATS_NAME", "plain");
    try (PlainEvents events =
        new PlainEvents(
            new EventWriter(Path.of(environment.getOrDefault("BREAKWATER_EVENT_LOG", "events"))),
            name)) {
      Options.Builder options =
          new Options.Builder()
              .server(environment.getOrDefault("BREAKWATER_NATS_SERVERS", Options.DEFAULT_URL))
              .connectionName(name)
              .maxReconnects(-1)
              .connectionListener(events)
              .errorListener(events)
              .dataPortType(ObservedDataPort.class.getName());
      String timeout = environment.get("BREAKWATER_NATS_CONNECT_TIMEOUT");
      if (timeout != null) {
        DurationText.parse(timeout).ifPresent(options::connectionTimeout);
      }
      ObservedDataPort.observeWith(events::attempted);
      Connection connection;
      try {
        connection = Nats.connect(options.build());
      } catch (IOException e) {
        ObservedDataPort.forgotten();
        System.err.println("failed to connect to NATS: " + e.getMessage());
        System.exit(1);
        return;
      }
      answerProbes(Integer.parseInt(environment.getOrDefault("BREAKWATER_PROBES_PORT", "8086")));
      publishSteadily(connection, interval(environment));
      new CountDownLatch(1).await();
    }
  }

  private static Duration interval(Map<String, String> environment) {
    return DurationText.parse(environment.getOrDefault("BREAKWATER_HEARTBEAT_INTERVAL", "5s"))
        .orElse(Duration.ofSeconds(5));
  }

  private static void publishSteadily(Connection connection, Duration interval) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "publish");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        timer.scheduleAtFixedRate(
            () -> {
              try {
                connection.publish("sys.heartbeat", body);
              } catch (IllegalStateException e) {
                // The reconnect buffer is full; such services drop the message.
                return;
              }
            },
            0,
            interval.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private static void answerProbes(int port) {
    byte[] ok = "ok\n".getBytes(StandardCharsets.UTF_8);
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      http.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(200, ok.length);
              exchange.getResponseBody().write(ok);
            }
          });
      http.start();
    } catch (IOException e) {
      System.err.println("probes: cannot listen on port " + port + ": " + e.getMessage());
      System.exit(1);
    }
  }

  /** Writes what a drill wants to know of a plain connection, and logs errors as jnats does. */
  private static final class PlainEvents extends ErrorListenerLoggerImpl
      implements ConnectionListener, AutoCloseable {
    private final EventWriter writer;
    private final String source;
    private boolean everConnected;
    private boolean connected;

    PlainEvents(EventWriter writer, String source) {
      this.writer = writer;
      this.source = source;
      write("opened", Map.of());
    }

    void attempted(Instant startedAt, Optional<String> outcome) {
      Map<String, @Nullable Object> attributes = new HashMap<>();
      attributes.put("startedAt", startedAt.toString());
      outcome.ifPresent(it -> attributes.put("outcome", it));
      write("attempted", attributes);
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still demands it
    public synchronized void connectionEvent(Connection conn, Events type) {
      if (type == Events.CONNECTED || type == Events.RECONNECTED) {
        write(everConnected ? "reconnected" : "connected", Map.of());
        everConnected = true;
        connected = true;
      } else if (type == Events.DISCONNECTED && connected) {
        connected = false;
        write("disconnected", Map.of());
      } else if (type == Events.CLOSED) {
        write("closed", Map.of());
      }
    }

    @Override
    public void exceptionOccurred(Connection conn, Exception exp) {
      super.exceptionOccurred(conn, exp);
      ObservedDataPort.failed(exp);
    }

    private void write(String type, Map<String, @Nullable Object> attributes) {
      writer.append(new RunEvent(Instant.now(), source, type, attributes));
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
