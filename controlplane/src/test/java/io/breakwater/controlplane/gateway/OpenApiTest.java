package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HandlerType;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The document and the server say the same; that answers conform is checked in every other test.
 */
@Timeout(60)
class OpenApiTest {
  @TempDir Path folder;

  @Test
  void everyRouteIsInTheDocument_andTheOtherWayRound() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      JsonNode paths = new ApiContract().document().path("paths");
      List<String> documented = new ArrayList<>();
      paths
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .propertyNames()
                      .forEach(
                          method ->
                              documented.add(
                                  method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
      List<String> served = new ArrayList<>();
      for (Route route : it.gateway.routes()) {
        served.add(route.method().name() + " " + route.path());
        if (route.method().equals(HandlerType.GET)) {
          served.add("HEAD " + route.path());
        }
      }
      assertThat(served).containsExactlyInAnyOrderElementsOf(documented);
    }
  }

  /** What may be answered wherever one asks: each answer is held against the document. */
  @Test
  void whatEveryPathMayBeAnswered_isInTheDocument() throws Exception {
    try (GatewayFixture it =
        new GatewayFixture(folder, settings -> settings.withRate(10_000, 10_000))) {
      for (Route route : it.gateway.routes()) {
        String path = route.path().replaceAll("\\{[a-z]+}", "none");
        String method = route.method().name();
        assertThat(ask(it, "DELETE", path).statusCode()).isEqualTo(405);
        assertThat(ask(it, method, path + "?q=" + "x".repeat(9_000)).statusCode()).isEqualTo(414);
        assertThat(ask(it, method, path, "X-Long", "x".repeat(9_000)).statusCode()).isEqualTo(431);
        if (method.equals("GET")) {
          assertThat(ask(it, "HEAD", path).statusCode()).isIn(200, 404);
        }
      }
      assertThat(ask(it, "GET", "/api/v1/jobs/%00").statusCode()).isEqualTo(400);
      assertThat(ask(it, "POST", "/api/v1/dlq/%00/retry").statusCode()).isEqualTo(400);
    }
  }

  private static HttpResponse<String> ask(
      GatewayFixture it, String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(it.uri(path))
            .header("Authorization", "Bearer " + it.key)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    // Of its own: Jetty closes the connection of what it refuses, and a pool may hand that out.
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    new ApiContract().check(method, request.build().uri().getPath(), answer);
    return answer;
  }

  @Test
  void document_isServedToEverybody() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      var answer = it.send(HttpRequest.newBuilder(it.uri("/openapi.json")).build());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(GatewayFixture.json(answer).path("openapi").stringValue()).isEqualTo("3.1.0");
    }
  }
}
