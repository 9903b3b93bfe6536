package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
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
      assertThat(it.gateway.routes())
          .extracting(route -> route.method().name() + " " + route.path())
          .containsExactlyInAnyOrderElementsOf(documented);
    }
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
