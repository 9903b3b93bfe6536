package io.breakwater.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to a gateway. All that it does not get is a {@link GatewayException} of one line. */
final class GatewayClient {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What a gateway said. */
  record Answer(int status, JsonNode body, Optional<String> staleSeconds) {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI gateway;
  private final String key;

  /**
   * Creates a client.
   *
   * @param gateway where the gateway is, without a path
   * @param key the API key; shown nowhere
   */
  GatewayClient(URI gateway, String key) {
    this.gateway = gateway;
    this.key = key;
  }

  Answer get(String path) throws InterruptedException {
    return send(request(path).GET().timeout(LIMIT).build());
  }

  /**
   * Posts a body.
   *
   * @param body null for none
   */
  Answer post(String path, @Nullable Object body, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request = request(path).timeout(LIMIT);
    headers.forEach(request::header);
    if (body == null) {
      request.POST(HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    }
    return send(request.build());
  }

  /** Opens an event stream, which goes on until it is closed. */
  Stream<String> events(String path, Optional<String> lastEventId) throws InterruptedException {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        try (InputStream body = answer.body()) {
          throw refused(answer.statusCode(), tree(body.readAllBytes()));
        }
      }
      return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))
          .lines();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve("/api/v1" + path))
        .header("Authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = tree(answer.body());
      if (answer.statusCode() >= 300) {
        throw refused(answer.statusCode(), body);
      }
      return new Answer(answer.statusCode(), body, answer.headers().firstValue("Breakwater-Stale"));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private GatewayException unreachable(IOException e) {
    String why =
        e instanceof ConnectException ? "nobody listens there" : String.valueOf(e.getMessage());
    return new GatewayException("the gateway at " + gateway + " cannot be reached: " + why, 0);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      return MAPPER.missingNode();
    }
  }

  private static GatewayException refused(int status, JsonNode problem) {
    StringBuilder text = new StringBuilder();
    // "no job x" says all by itself.
    if (status != 404 || !problem.has("detail")) {
      text.append(problem.path("title").asString("the gateway refused")).append(": ");
    }
    text.append(problem.path("detail").asString("no reason given"));
    JsonNode errors = problem.path("errors");
    for (int i = 1; i < errors.size(); i++) {
      text.append("; ")
          .append(errors.get(i).path("field").asString(""))
          .append(": ")
          .append(errors.get(i).path("problem").asString(""));
    }
    return new GatewayException(text + " (" + status + ")", status);
  }

  /** Returns a part of a path or of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns a value as JSON in one line. */
  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static JsonNode parse(String json) {
    return MAPPER.readTree(json);
  }
}
