package io.breakwater.client.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.breakwater.client.Health;
import io.breakwater.client.ProbePortException;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbePlan;
import io.breakwater.policy.ProbeSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers the three probes over HTTP, from memory. */
final class ProbeServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer http;
  private final ExecutorService threads;

  private ProbeServer(HttpServer http, ExecutorService threads) {
    this.http = http;
    this.threads = threads;
  }

  /**
   * Starts to answer.
   *
   * @throws ProbePortException if the address cannot be had
   */
  static ProbeServer start(LifecyclePolicy policy, Supplier<Health> health) {
    ProbeSettings settings = policy.probes();
    ProbeAnswers answers = new ProbeAnswers(policy.probePlan(), settings);
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 0);
    } catch (IOException e) {
      throw new ProbePortException(settings.address() + ":" + settings.port(), e);
    }
    ExecutorService threads =
        Executors.newCachedThreadPool(
            ConnectionThreads.named("breakwater-" + policy.nats().name() + "-probe"));
    http.setExecutor(threads);
    http.createContext(
        ProbePlan.STARTUP_PATH, exchange -> answer(exchange, answers.startup(health.get())));
    http.createContext(
        ProbePlan.READINESS_PATH, exchange -> answer(exchange, answers.readiness(health.get())));
    http.createContext(
        ProbePlan.LIVENESS_PATH, exchange -> answer(exchange, answers.liveness(health.get())));
    http.start();
    return new ProbeServer(http, threads);
  }

  /** Returns where it listens. */
  InetSocketAddress address() {
    return http.getAddress();
  }

  private static void answer(HttpExchange exchange, ProbeAnswers.Answer answer) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")
          && !exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
        return;
      }
      String query = exchange.getRequestURI().getRawQuery();
      boolean verbose = query != null && query.startsWith("verbose");
      byte[] body =
          (verbose ? answer.json() : answer.line() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", verbose ? "application/json" : "text/plain; charset=utf-8");
      int status = answer.passed() ? OK : UNAVAILABLE;
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
