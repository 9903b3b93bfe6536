package io.breakwater.controlplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.breakwater.controlplane.contract.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The handler that calls what the payload names. */
@Timeout(60)
class HttpCallTest {
  private final JobHandler http = BuiltIn.of("http").orElseThrow().handler();
  private HttpServer server;
  private String url;
  private volatile List<List<String>> attempt = List.of();

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            attempt =
                Stream.of("Breakwater-Job", "Breakwater-Attempt", "Breakwater-Worker")
                    .map(exchange.getRequestHeaders()::get)
                    .toList();
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            String said =
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("X-Test")
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body =
                status == 299 ? new byte[200 * 1024] : said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void callsWhatItIsTold_andReturnsTheAnswer() throws Exception {
    JsonNode result =
        call(
            "{\"url\":\"%s200\",\"method\":\"PUT\",\"headers\":{\"X-Test\":\"t\"},\"body\":{\"a\":1}}"
                .formatted(url));
    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(result.path("body").stringValue()).isEqualTo("PUT t {\"a\":1}");
    assertThat(call("{\"url\":\"%s204\"}".formatted(url)).path("status").intValue()).isEqualTo(204);
  }

  @Test
  void saysWhichAttemptItIs_whateverTheClientHasCalledSo() throws Exception {
    call("{\"url\":\"%s200\",\"headers\":{\"breakwater-attempt\":\"9\"}}".formatted(url));

    assertThat(attempt).containsExactly(List.of("j-1"), List.of("2"), List.of("worker-1"));
  }

  @Test
  void whatMayGetBetter_isTriedAgain_andWhatDoesNotIsNot() throws Exception {
    for (int status : new int[] {500, 503, 408, 429}) {
      assertThatThrownBy(() -> call("{\"url\":\"%s%d\"}".formatted(url, status)))
          .isInstanceOf(IOException.class)
          .hasMessage("HTTP " + status);
    }
    for (int status : new int[] {400, 401, 404, 422}) {
      assertThatThrownBy(() -> call("{\"url\":\"%s%d\"}".formatted(url, status)))
          .isInstanceOf(JobRejectedException.class)
          .hasMessage("HTTP " + status);
    }
    server.stop(0);
    assertThatThrownBy(() -> call("{\"url\":\"%s200\"}".formatted(url)))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void whatIsNoRequest_orTooMuch_isRejected() {
    for (String wrong :
        new String[] {
          "{}",
          "null",
          "{\"url\":\"not a url\"}",
          "{\"url\":\"ftp://127.0.0.1/\"}",
          "{\"url\":\"%s200\",\"method\":\"B AD\"}".formatted(url),
          "{\"url\":\"%s200\",\"headers\":{\"Host\":\"x\"}}".formatted(url),
        }) {
      assertThatThrownBy(() -> call(wrong))
          .as(wrong)
          .isInstanceOf(JobRejectedException.class)
          .hasMessageStartingWith("not a request: ");
    }
    assertThatThrownBy(() -> call("{\"url\":\"%s299\"}".formatted(url)))
        .isInstanceOf(JobRejectedException.class)
        .hasMessageStartingWith("an answer of more than");
  }

  private JsonNode call(String payload) throws Exception {
    return Objects.requireNonNull(
        http.handle(
            new JobContext(
                "j-1", 2, "worker-1", "http", Json.mapper().readTree(payload), Map.of(), null)));
  }
}
