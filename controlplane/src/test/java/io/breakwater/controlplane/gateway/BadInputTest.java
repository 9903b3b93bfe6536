package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong in every way that a request can be. None of them reaches the stream. */
@Timeout(60)
class BadInputTest {
  @TempDir static Path folder;
  private static GatewayFixture it;

  @BeforeAll
  static void start() throws Exception {
    it = new GatewayFixture(folder, settings -> settings.withRate(10_000, 10_000));
  }

  @AfterAll
  static void end() throws Exception {
    assertThat(it.submitted()).isZero();
    it.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic | {}",
        "topic | {'topic': null}",
        "topic | {'topic': 7}",
        "topic | {'topic': ''}",
        "topic | {'topic': 'a.b'}",
        "topic | {'topic': 'a b'}",
        "topic | {'topic': '>'}",
        "topic | {'topic': ['a']}",
        "priority | {'topic': 'a', 'priority': 10}",
        "priority | {'topic': 'a', 'priority': -1}",
        "priority | {'topic': 'a', 'priority': 1.5}",
        "priority | {'topic': 'a', 'priority': '5'}",
        "priority | {'topic': 'a', 'priority': 99999999999999999999999999}",
        "maxAttempts | {'topic': 'a', 'maxAttempts': 0}",
        "maxAttempts | {'topic': 'a', 'maxAttempts': 101}",
        "timeoutMillis | {'topic': 'a', 'timeoutMillis': 0}",
        "timeoutMillis | {'topic': 'a', 'timeoutMillis': true}",
        "retryFirstMillis | {'topic': 'a', 'retryFirstMillis': 9, 'retryMaxMillis': 8}",
        "deadline | {'topic': 'a', 'deadline': 'tomorrow'}",
        "deadline | {'topic': 'a', 'deadline': '2001-01-01T00:00:00Z'}",
        "deadline | {'topic': 'a', 'deadline': {}}",
        "labels | {'topic': 'a', 'labels': []}",
        "labels.x | {'topic': 'a', 'labels': {'x': 1}}",
        "requirements. | {'topic': 'a', 'requirements': {'': 'x'}}",
        "topick | {'topic': 'a', 'topick': 'b'}",
        "tenant | {'topic': 'a', 'tenant': 'other'}",
      })
  void aFieldThatIsWrong_isNamed(String field, String body) throws Exception {
    HttpResponse<String> answer = it.post("/api/v1/jobs", body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(GatewayFixture.json(answer).path("errors").toString())
        .contains("\"field\":\"" + field + "\"");
  }

  @Test
  void everythingThatIsWrong_isToldAtOnce() throws Exception {
    HttpResponse<String> answer =
        it.post("/api/v1/jobs", "{\"priority\":-1,\"maxAttempts\":\"x\",\"what\":1}");
    assertThat(GatewayFixture.json(answer).path("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder("topic", "priority", "maxAttempts", "what");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"topic\"",
        "{\"topic\":\"a\"} {}",
        "{\"topic\":\"a\",\"topic\":\"b\"}",
        "{\"topic\":\"a\",\"payload\":1e999}",
        "{\"topic\":\"a\",\"payload\":\"\\ud800\"}",
        "{'topic':'a'}",
        "<job/>"
      })
  void bodyThatIsNoGoodJson(String body) throws Exception {
    HttpResponse<String> answer = it.post("/api/v1/jobs", body, "Content-Type", "application/json");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("REDACTED", "JsonToken", "tools.jackson");
  }

  @Test
  void bodyThatIsDeep() throws Exception {
    String deep = "{\"topic\":\"a\",\"payload\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    HttpResponse<String> answer = it.post("/api/v1/jobs", deep);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("maximum allowed (100)");
  }

  @Test
  void bodyInAnotherEncoding() throws Exception {
    byte[] latin = "{\"topic\":\"a\",\"payload\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(it.send(raw(latin, "application/json")).statusCode()).isEqualTo(400);
    byte[] utf16 = "{\"topic\":\"a\"}".getBytes(StandardCharsets.UTF_16);
    assertThat(it.send(raw(utf16, "application/json")).statusCode()).isEqualTo(400);
    assertThat(it.send(raw(utf16, "application/json; charset=utf-16")).statusCode()).isEqualTo(415);
    assertThat(it.post("/api/v1/jobs", "topic=a", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
  }

  private static HttpRequest raw(byte[] body, String type) {
    return HttpRequest.newBuilder(it.uri("/api/v1/jobs"))
        .header("Authorization", "Bearer " + it.key)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  @Test
  void bodyThatIsHuge_andAPayloadThatIsLarge() throws Exception {
    String large = "{\"topic\":\"a\",\"payload\":\"" + "x".repeat(300_000) + "\"}";
    assertThat(it.post("/api/v1/jobs", large).statusCode()).isEqualTo(413);
    String huge = "{\"topic\":\"a\",\"payload\":\"" + "x".repeat(3_000_000) + "\"}";
    assertThat(it.post("/api/v1/jobs", huge).statusCode()).isEqualTo(413);
  }

  @Test
  void keysAndIdsThatAreNone() throws Exception {
    String job = "{\"topic\":\"a\"}";
    assertThat(it.post("/api/v1/jobs", job, "Idempotency-Key", "a b").statusCode()).isEqualTo(400);
    assertThat(it.post("/api/v1/jobs", job, "Idempotency-Key", "k".repeat(300)).statusCode())
        .isEqualTo(400);
    for (String id :
        List.of("j-none", "..", "%3E", "a%20b", "*", "x".repeat(500), "%F0%9F%8C%8A")) {
      assertThat(it.get("/api/v1/jobs/" + id).statusCode()).as(id).isIn(400, 404);
      assertThat(it.get("/api/v1/runs/" + id).statusCode()).as(id).isIn(400, 404);
      assertThat(it.get("/api/v1/workflows/" + id).statusCode()).as(id).isIn(400, 404);
      assertThat(it.post("/api/v1/jobs/" + id + "/cancel", "").statusCode()).as(id).isIn(400, 404);
      assertThat(it.post("/api/v1/dlq/" + id + "/retry", "").statusCode()).as(id).isIn(400, 404);
      assertThat(it.post("/api/v1/workflows/" + id + "/runs", "").statusCode())
          .as(id)
          .isIn(400, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1000",
        "limit=x",
        "limit=-1",
        "page=x",
        "open=yes",
        "opne=true",
        "limit=1&limit=2",
        "page=99999999999999999999"
      })
  void queryThatIsWrong(String query) throws Exception {
    assertThat(it.get("/api/v1/jobs?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void methodsAndPathsThatAreNone() throws Exception {
    assertThat(it.get("/api/v1/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> answer =
        java.net.http.HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(it.uri("/api/v1/jobs"))
                    .header("Authorization", "Bearer " + it.key)
                    .DELETE()
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
  }

  @Test
  void head_isAnsweredAsGet() throws Exception {
    assertThat(plain("HEAD", "/api/v1/jobs/j-unknown").statusCode()).isEqualTo(404);
    assertThat(plain("HEAD", "/api/v1/jobs").statusCode()).isEqualTo(200);
  }

  @Test
  void twoIdempotencyKeys_areRefused() throws Exception {
    HttpResponse<String> answer =
        it.post(
            "/api/v1/jobs", "{\"topic\":\"echo\"}", "Idempotency-Key", "a", "Idempotency-Key", "b");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Idempotency-Key: expected one");
  }

  /** It was a page of HTML. */
  @ParameterizedTest
  @CsvSource({"/api/v1/jobs/%00, 400", "/%zz, 400", "/api/v1/jobs/%C0%AF, 400"})
  void whatJettyRefuses_isAProblemToo(String path, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), it.gateway.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      String answer =
          new String(
              socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status).contains(Problem.CONTENT_TYPE);
    }
  }

  private HttpResponse<String> plain(String method, String path) throws Exception {
    return java.net.http.HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(it.uri(path))
                .header("Authorization", "Bearer " + it.key)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void bytesThatAreNoHttp_disturbNobody() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), it.gateway.port())) {
      socket.getOutputStream().write(new byte[] {0, 1, 2, (byte) 0xff, '\r', '\n', '\r', '\n'});
      socket.getOutputStream().flush();
      assertThat(it.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{'id': 'w'}",
        "{'id': 'w', 'steps': []}",
        "{'id': 'w', 'steps': [{'name': 'a', 'topic': 't', 'dependsOn': ['b']}]}",
        "{'id': 'w', 'steps': [{'name': 'a', 'topic': 't'}, {'name': 'a', 'topic': 't'}]}",
        "{'id': 'w', 'steps': [{'name': 'a', 'topic': 't', 'dependsOn': ['a']}]}",
      })
  void workflowThatIsWrong(String body) throws Exception {
    HttpResponse<String> answer = it.post("/api/v1/workflows", body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(GatewayFixture.json(answer).path("errors").isArray()).isTrue();
  }
}
