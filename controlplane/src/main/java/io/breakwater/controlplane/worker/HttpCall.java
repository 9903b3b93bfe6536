package io.breakwater.controlplane.worker;

import io.breakwater.controlplane.contract.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls {@code {"url": ..., "method": "GET", "headers": {...}, "body": ...}} and returns {@code
 * {"status": 200, "body": ...}}. A status from 500 on, and no answer, are worth another attempt, as
 * are 408 and 429; another one from 400 on is not.
 *
 * <p>Who is called can tell a second delivery from a second attempt by the headers {@code
 * Breakwater-Job}, {@code Breakwater-Attempt} and {@code Breakwater-Worker}.
 */
final class HttpCall implements JobHandler {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** What a result may have, less what is around it. */
  private static final int BODY_BYTES = 128 * 1024;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  @Override
  public JsonNode handle(JobContext job) throws Exception {
    HttpResponse<InputStream> response =
        client.send(request(job), HttpResponse.BodyHandlers.ofInputStream());
    int status = response.statusCode();
    String body = body(response);
    if (status >= 500 || status == 408 || status == 429) {
      throw new IOException("HTTP " + status);
    }
    if (status >= 400) {
      throw new JobRejectedException("HTTP " + status);
    }
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("status", status);
    result.put("body", body);
    return result;
  }

  private static HttpRequest request(JobContext job) throws JobRejectedException {
    JsonNode payload = job.payload();
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(payload.path("url").asString("")));
      for (Map.Entry<String, JsonNode> header : payload.path("headers").properties()) {
        request.header(header.getKey(), header.getValue().asString(""));
      }
      // In the place of what a client may have called so.
      request.setHeader("Breakwater-Job", job.jobId());
      request.setHeader("Breakwater-Attempt", Integer.toString(job.attempt()));
      request.setHeader("Breakwater-Worker", job.worker());
      JsonNode body = payload.path("body");
      String text = body.isString() ? body.asString() : body.toString();
      return request
          .method(
              payload.path("method").asString("GET"),
              body.isMissingNode()
                  ? HttpRequest.BodyPublishers.noBody()
                  : HttpRequest.BodyPublishers.ofString(text))
          .build();
    } catch (IllegalArgumentException e) {
      throw new JobRejectedException("not a request: " + e.getMessage());
    }
  }

  private static String body(HttpResponse<InputStream> response)
      throws IOException, JobRejectedException {
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(BODY_BYTES + 1);
      if (bytes.length > BODY_BYTES) {
        throw new JobRejectedException("an answer of more than " + BODY_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
