package io.breakwater.lab.pods;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.breakwater.policy.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real probe server in the test's JVM, with answers to be switched; 503 unless told. */
final class ProbeTarget implements AutoCloseable {

  static final int HANG = -1;

  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> gets = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  ProbeTarget() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  static Probe probe(String path, int failureThreshold) {
    return new Probe(
        path, Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(5), failureThreshold);
  }

  PodProbes probes(@Nullable Probe startup, @Nullable Probe readiness, @Nullable Probe liveness) {
    return new PodProbes("127.0.0.1", server.getAddress().getPort(), startup, readiness, liveness);
  }

  void answer(String path, int status) {
    answers.put(path, status);
  }

  int gets(String path) {
    AtomicInteger count = gets.get(path);
    return count == null ? 0 : count.get();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    gets.computeIfAbsent(path, any -> new AtomicInteger()).incrementAndGet();
    int status = answers.getOrDefault(path, 503);
    try (exchange) {
      if (status == HANG) {
        closing.await();
      } else {
        exchange.sendResponseHeaders(status, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
