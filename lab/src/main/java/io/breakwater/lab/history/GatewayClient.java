package io.breakwater.lab.history;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Speaks to gateways, and keeps apart what was not sent and what was not answered. Thread-safe. */
final class GatewayClient implements AutoCloseable {
  private static final String API = "/api/v1";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  /** A gateway answers within 5 s, or says that it cannot; this is for one that stands still. */
  private static final Duration LIMIT = Duration.ofSeconds(12);

  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  /**
   * What came of a call.
   *
   * @param sent if it may have reached the gateway
   * @param status of HTTP; 0 if there was no answer
   * @param body the answer; missing if there was none, or none in JSON
   * @param stale if it is from memory
   * @param replayed if the gateway had it before
   * @param rest how long to wait before another call, as the gateway wants
   * @param problem why there was no answer; null if there was one
   */
  record Answer(
      boolean sent,
      int status,
      JsonNode body,
      boolean stale,
      boolean replayed,
      Duration rest,
      @Nullable String problem) {
    /** Returns a text of the body. */
    Optional<String> text(String field) {
      return body.path(field).stringValueOpt();
    }
  }

  private static final JsonMapper MAPPER = new JsonMapper();

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "breakwater-lab-http");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(threads)
          .build();
  private final @Nullable String apiKey;

  /**
   * Creates a client.
   *
   * @param apiKey sent with each call; null for none
   */
  GatewayClient(@Nullable String apiKey) {
    this.apiKey = apiKey;
  }

  Answer get(URI gateway, String path) throws InterruptedException {
    return send(request(gateway, path).GET().build());
  }

  /**
   * Posts a body.
   *
   * @param key the idempotency key; null for none
   */
  Answer post(URI gateway, String path, Object body, @Nullable String key)
      throws InterruptedException {
    HttpRequest.Builder request =
        request(gateway, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return send(request.build());
  }

  private HttpRequest.Builder request(URI gateway, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(API + path)).timeout(LIMIT);
    if (apiKey != null) {
      request.header("Authorization", "Bearer " + apiKey);
    }
    return request;
  }

  private Answer send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          true,
          answer.statusCode(),
          tree(answer.body()),
          answer.headers().firstValue("Breakwater-Stale").isPresent(),
          answer.headers().firstValue("Idempotent-Replayed").isPresent(),
          rest(answer.headers().firstValue("Retry-After")),
          null);
    } catch (HttpConnectTimeoutException | ConnectException e) {
      return none(false, "no connection");
    } catch (IOException e) {
      return none(true, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private static Answer none(boolean sent, String problem) {
    return new Answer(
        sent,
        0,
        JsonNodeFactory.instance.missingNode(),
        false,
        false,
        Duration.ofSeconds(1),
        problem);
  }

  private static Duration rest(Optional<String> seconds) {
    try {
      Duration rest = Duration.ofSeconds(Long.parseLong(seconds.orElse("1")));
      return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    } catch (NumberFormatException e) {
      return LONGEST_REST;
    }
  }

  private static JsonNode tree(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
