package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands for people say when something is wrong. */
class GatewayCommandsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"submit echo", "list", "get j-1", "cancel j-1", "dlq", "watch"})
  void withoutAKey_saysHowToGiveOne(String command) {
    CliCall call = CliCall.run(command.split(" "));
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err()).contains("--api-key-file").hasLineCount(1);
  }

  @Test
  void watch_printsMomentsToTheMillisecond() {
    assertThat(WatchCommand.moment("2026-11-22T10:00:00.123456789Z"))
        .isEqualTo("2026-11-22T10:00:00.123Z");
    assertThat(WatchCommand.moment("")).isEmpty();
  }

  @Test
  void nobodyThere_isOneLine_withoutTheKey() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "bwk_secret\n");
    CliCall call =
        CliCall.run("list", "--gateway", "http://127.0.0.1:1", "--api-key-file", key.toString());
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).isEmpty();
    assertThat(call.err())
        .startsWith("breakwater: the gateway at http://127.0.0.1:1 cannot be reached")
        .doesNotContain("secret")
        .hasLineCount(1);
  }

  @Test
  void argumentsThatAreWrong() throws Exception {
    String key = Files.writeString(folder.resolve("key"), "bwk_x").toString();
    assertThat(CliCall.run("list", "files", "--api-key-file", key).err())
        .contains("expected one of jobs, runs");
    assertThat(CliCall.run("submit", "echo", "--payload", "{", "--api-key-file", key).err())
        .contains("expected JSON, @FILE or -; it is not JSON: Unexpected end-of-input")
        .doesNotContain("REDACTED");
    assertThat(CliCall.run("submit", "echo", "--payload", "@none", "--api-key-file", key).err())
        .contains("none cannot be read");
    assertThat(CliCall.run("list", "--gateway", "ftp://x", "--api-key-file", key).err())
        .contains("expected a URL such as");
    assertThat(CliCall.run("up", "--port", "0").err()).contains("--port: expected 1 to 65535");
  }

  @Test
  void apiKey_isPrintedOnce_andItsIdIsTakenThen() {
    String file = folder.resolve("keys").toString();
    CliCall made = CliCall.run("api-key", "create", "ann", "--tenant", "acme", "--file", file);
    assertThat(made.status()).isZero();
    assertThat(made.out()).matches("bwk_\\S{43}\\R");
    CliCall again = CliCall.run("api-key", "create", "ann", "--file", file);
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("ann already").hasLineCount(1);
  }

  @Test
  void watch_waitsForAGatewayThatCannotTellYet() throws Exception {
    String job = "j-Qm3yq7Kc0mT1uVbW2xYz4A";
    AtomicInteger asked = new AtomicInteger();
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/api/v1/jobs/" + job,
        call -> answer(call, asked.incrementAndGet() == 1 ? 503 : 200, "{\"title\":\"not now\"}"));
    gateway.createContext(
        "/api/v1/events",
        call ->
            answer(
                call,
                200,
                "event: job\ndata: {\"id\":\"" + job + "\",\"state\":\"SUCCEEDED\"}\n\n"));
    gateway.start();
    try {
      String url = "http://127.0.0.1:" + gateway.getAddress().getPort();
      String key = Files.writeString(folder.resolve("key"), "bwk_x").toString();
      CliCall call =
          CliCall.run("watch", job, "--gateway", url, "--api-key-file", key, "--limit", "1m");
      assertThat(call.status()).as(call.err()).isZero();
      assertThat(call.out()).contains("SUCCEEDED");
      assertThat(asked).hasValue(2);
      // As it was once: the limit outlived the command, and interrupted what came later.
      await()
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .extracting(Thread::getName)
                      .doesNotContain("breakwater-watch-limit"));
    } finally {
      gateway.stop(0);
    }
  }

  @Test
  void submit_inAnOutage_saysWhereTheJobIs() throws Exception {
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/api/v1/jobs", call -> answer(call, 202, "{\"id\":\"j-1\",\"held\":\"outbox\"}"));
    gateway.start();
    try {
      CliCall call = at(gateway, "submit", "echo");
      assertThat(call.out()).isEqualTo("j-1%n".formatted());
      assertThat(call.err())
          .isEqualTo(
              "breakwater: the broker is away; the gateway has the job on disk%n".formatted());
    } finally {
      gateway.stop(0);
    }
  }

  /** It was said on stderr only, where no program looks. */
  @Test
  void get_inAnOutage_isMarkedInItsJsonToo() throws Exception {
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String id = "j-Qm3yq7Kc0mT1uVbW2xYz4A";
    gateway.createContext(
        "/api/v1/jobs/" + id,
        call -> {
          call.getResponseHeaders().add("Breakwater-Stale", "12");
          answer(call, 200, "{\"id\":\"" + id + "\",\"state\":\"PENDING\"}");
        });
    gateway.start();
    try {
      CliCall call = at(gateway, "get", id, "--json");
      assertThat(call.status()).as(call.err()).isZero();
      assertThat(GatewayClient.parse(call.out()).path("staleSeconds").asInt()).isEqualTo(12);
    } finally {
      gateway.stop(0);
    }
  }

  @Test
  void watch_beginsWithWhatIsOpen_orSaysThatNothingIs() throws Exception {
    AtomicInteger open = new AtomicInteger();
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/api/v1/runs", call -> answer(call, 200, "{\"items\":[]}"));
    gateway.createContext(
        "/api/v1/jobs",
        call ->
            answer(
                call,
                200,
                open.getAndIncrement() == 0
                    ? "{\"items\":[]}"
                    : "{\"items\":[{\"id\":\"j-7\",\"state\":\"RUNNING\"}]}"));
    gateway.createContext("/api/v1/events", call -> answer(call, 200, ": nothing yet\n"));
    gateway.start();
    try {
      assertThat(at(gateway, "watch", "--limit", "500ms").err())
          .contains("nothing open; waiting for changes (Ctrl-C ends)");
      assertThat(at(gateway, "watch", "--limit", "500ms").out()).contains("RUNNING    j-7");
    } finally {
      gateway.stop(0);
    }
  }

  @Test
  void get_ofARun_showsWhatItsLastStepsCameTo() throws Exception {
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/api/v1/runs/r-1",
        call ->
            answer(
                call,
                200,
                "{\"id\":\"r-1\",\"workflow\":\"orders\",\"definitionVersion\":2,\"steps\":{"
                    + "\"fetch\":{\"state\":\"SUCCEEDED\"},\"report\":{\"state\":\"SUCCEEDED\"}}}"));
    gateway.createContext(
        "/api/v1/workflows/orders",
        call ->
            answer(
                call,
                200,
                "{\"definition\":{\"steps\":[{\"name\":\"fetch\",\"topic\":\"echo\"},"
                    + "{\"name\":\"report\",\"topic\":\"echo\",\"dependsOn\":[\"fetch\"]}]}}"));
    gateway.createContext(
        "/api/v1/jobs/r-1.report", call -> answer(call, 200, "{\"result\":{\"sum\":7}}"));
    gateway.start();
    try {
      assertThat(at(gateway, "get", "r-1").out())
          .contains("result of report: {\"sum\":7}")
          .doesNotContain("result of fetch");
    } finally {
      gateway.stop(0);
    }
  }

  @Test
  void whatIsNotThere_isNamed_andNothingElse() throws Exception {
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/api/v1/jobs/j-1",
        call ->
            answer(call, 404, "{\"title\":\"There is no such thing\",\"detail\":\"no job j-1\"}"));
    gateway.start();
    try {
      assertThat(at(gateway, "get", "j-1").err())
          .isEqualTo("breakwater: no job j-1 (404)%n".formatted());
    } finally {
      gateway.stop(0);
    }
  }

  private CliCall at(HttpServer gateway, String... command) throws IOException {
    String key = Files.writeString(folder.resolve("key"), "bwk_x").toString();
    return CliCall.run(
        Stream.concat(
                Stream.of(command),
                Stream.of(
                    "--gateway",
                    "http://127.0.0.1:" + gateway.getAddress().getPort(),
                    "--api-key-file",
                    key))
            .toArray(String[]::new));
  }

  private static void answer(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    try (var out = call.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Test
  void eventsArePutTogether_acrossLines() {
    EventLines lines = new EventLines();
    assertThat(lines.take("id: 4-2")).isEmpty();
    assertThat(lines.take("event: job")).isEmpty();
    assertThat(lines.take(": a comment")).isEmpty();
    assertThat(lines.take("data: {\"id\":\"j-1\"}")).isEmpty();
    assertThat(lines.take("").orElseThrow().data().path("id").stringValue()).isEqualTo("j-1");
    assertThat(lines.take("")).isEmpty();
    assertThat(lines.lastId()).contains("4-2");
  }
}
