package io.breakwater.controlplane;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.breakwater.client.Bus;
import io.breakwater.client.BusMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the metrics of a service to Prometheus, at {@value #PATH}. Answers from memory. */
final class MetricsServer implements AutoCloseable {
  static final String PATH = "/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpServer http;
  private final ExecutorService thread;

  private MetricsServer(HttpServer http, String instance) {
    this.http = http;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "breakwater-" + instance + "-metrics");
              made.setDaemon(true);
              return made;
            });
    http.setExecutor(thread);
  }

  /**
   * Takes an address to serve at.
   *
   * @param text {@code HOST:PORT}
   * @throws IllegalArgumentException if it is none, or cannot be had; the message is one line
   */
  static MetricsServer at(String text, String instance) {
    try {
      return new MetricsServer(HttpServer.create(address(text), 0), instance);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--metrics: cannot listen at " + text + ": " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        return new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "--metrics: expected HOST:PORT such as 127.0.0.1:9100, got \"" + text + "\"");
  }

  /** Begins to answer, with the metrics of the bus and those of the service. */
  void start(Bus bus, String connection, ServiceMetrics service) {
    new BusMetrics(bus, connection).bindTo(registry);
    service.bindTo(registry);
    http.createContext(PATH, exchange -> answer(exchange, service));
    http.start();
  }

  /** Returns the port, the one that was taken where the address says 0. */
  int port() {
    return http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, ServiceMetrics service) throws IOException {
    try (exchange) {
      boolean known = exchange.getRequestURI().getPath().equals(PATH);
      service.refresh();
      byte[] body = known ? registry.scrape().getBytes(StandardCharsets.UTF_8) : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", TEXT);
      // HttpServer writes head and body apart; the end of the connection sends both at once.
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(known ? 200 : 404, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
    thread.shutdownNow();
    registry.close();
  }
}
