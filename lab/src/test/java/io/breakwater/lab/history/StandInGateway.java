package io.breakwater.lab.history;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes jobs as a gateway does, and does them itself; unless a test wants it to do otherwise. */
class StandInGateway implements AutoCloseable {
  static final JsonMapper MAPPER = new JsonMapper();

  /** What is known of a job. */
  static final class Job {
    volatile String state = "PENDING";
    final AtomicInteger attempt = new AtomicInteger();
    volatile String result = "";
  }

  final Map<String, Job> jobs = new ConcurrentHashMap<>();
  final AtomicInteger submissions = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  StandInGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      if (exchange.getRequestMethod().equals("POST")) {
        JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        if (path.length == 4) {
          submitted(exchange, body);
        } else {
          cancelled(exchange, Objects.requireNonNull(jobs.get(path[4])));
        }
      } else {
        asked(exchange, path[4]);
      }
    }
  }

  void submitted(HttpExchange exchange, JsonNode body) throws IOException {
    submissions.incrementAndGet();
    String id = id(exchange);
    Job job = new Job();
    if (jobs.putIfAbsent(id, job) == null) {
      execute(job, body);
    }
    reply(exchange, 202, Map.of("id", id, "state", "PENDING", "held", "stream"));
  }

  String id(HttpExchange exchange) {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    return "j-" + (key == null ? "n" + submissions.get() : key);
  }

  void execute(Job job, JsonNode body) {
    threads.execute(() -> attempts(job, body));
  }

  private void attempts(Job job, JsonNode body) {
    URI recorder = URI.create(body.path("payload").path("url").stringValue());
    try {
      while (job.attempt.get() < body.path("maxAttempts").intValue()) {
        job.attempt.incrementAndGet();
        job.state = "RUNNING";
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(recorder).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          job.result = answer.body();
          job.state = "SUCCEEDED";
          return;
        }
      }
      job.state = "FAILED";
    } catch (IOException e) {
      job.state = "FAILED";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void asked(HttpExchange exchange, String id) throws IOException {
    Job job = jobs.get(id);
    if (job == null) {
      reply(exchange, 404, Map.of("detail", "no such job"));
      return;
    }
    String state = job.state;
    Map<String, Object> view = new LinkedHashMap<>(Map.of("id", id, "state", state));
    view.put("attempt", job.attempt.get());
    if (state.equals("SUCCEEDED")) {
      view.put("result", Map.of("status", 200, "body", job.result));
    }
    reply(exchange, 200, view);
  }

  /** What runs may still succeed. */
  private static void cancelled(HttpExchange exchange, Job job) throws IOException {
    reply(exchange, Followed.terminal(job.state) ? 409 : 202, Map.of("state", job.state));
  }

  static void reply(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    byte[] bytes = MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
