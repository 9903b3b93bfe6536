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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers the three probes over HTTP, from memory. */
final class ProbeServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  /** What the JDK's server wants to be told instead of a length. */
  private static final int NO_BODY = -1;

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
    serve(http, ProbePlan.STARTUP_PATH, () -> answers.startup(health.get()));
    serve(http, ProbePlan.READINESS_PATH, () -> answers.readiness(health.get()));
    serve(http, ProbePlan.LIVENESS_PATH, () -> answers.liveness(health.get()));
    startOn(threads, http);
    return new ProbeServer(http, threads);
  }

  /** Its own thread inherits who starts it: on one of ours it is a daemon. */
  private static void startOn(ExecutorService threads, HttpServer http) {
    CompletableFuture.runAsync(http::start, threads).join();
  }

  private static void serve(HttpServer http, String path, Supplier<ProbeAnswers.Answer> answer) {
    http.createContext(
        path,
        exchange -> {
          try (exchange) {
            // HttpServer writes head and body apart, and on a connection that stays open the body
            // waits for the asker's delayed acknowledgement of the head: 40 ms on Linux. The end of
            // the connection sends it at once; a kubelet asks over a new one each time anyway.
            exchange.getResponseHeaders().set("Connection", "close");
            // A context takes all paths that begin like its own.
            if (exchange.getRequestURI().getPath().equals(path)) {
              answer(exchange, answer.get());
            } else {
              exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            }
          }
        });
  }

  /** Returns where it listens. */
  InetSocketAddress address() {
    return http.getAddress();
  }

  private static void answer(HttpExchange exchange, ProbeAnswers.Answer answer) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
      return;
    }
    String query = exchange.getRequestURI().getRawQuery();
    boolean verbose = query != null && query.matches("verbose(=.*)?");
    byte[] body = (verbose ? answer.json() : answer.line() + "\n").getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", verbose ? "application/json" : "text/plain; charset=utf-8");
    int status = answer.passed() ? OK : UNAVAILABLE;
    if (method.equals("HEAD")) {
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    // From JDK 23 or so on, stop() swallows the interrupt of its caller.
    boolean interrupted = Thread.interrupted();
    try {
      http.stop(0);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    threads.shutdownNow();
  }
}
