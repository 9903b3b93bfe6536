package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes as they come, over real HTTP. */
@Timeout(120)
class EventsTest {
  @TempDir Path folder;

  /** A client that reads lines until it is closed. */
  private static final class Listener implements AutoCloseable {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final int status;
    private final InputStream body;

    Listener(GatewayFixture it, String path, String lastEventId) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(it.uri(path)).header("Authorization", "Bearer " + it.key);
      if (!lastEventId.isEmpty()) {
        request.header("Last-Event-ID", lastEventId);
      }
      HttpResponse<InputStream> answer =
          HttpClient.newHttpClient()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      status = answer.statusCode();
      body = answer.body();
      Thread reader =
          new Thread(
              () -> {
                try (Scanner scanner = new Scanner(body, "UTF-8")) {
                  while (scanner.hasNextLine()) {
                    lines.add(scanner.nextLine());
                  }
                } catch (IllegalStateException e) {
                  // Closed.
                }
              },
              "events-test");
      reader.setDaemon(true);
      reader.start();
    }

    void awaitLine(String part) {
      await()
          .atMost(GatewayFixture.LIMIT)
          .until(() -> lines.stream().anyMatch(line -> line.contains(part)));
    }

    String lastId() {
      return lines.stream()
          .filter(line -> line.startsWith("id:"))
          .reduce((first, second) -> second)
          .orElseThrow()
          .substring(3)
          .strip();
    }

    @Override
    public void close() throws Exception {
      body.close();
    }
  }

  private static JobRecord job(String id, String tenant) {
    return JobTransitions.accepted(GatewayFixture.request(id, tenant), Instant.now());
  }

  @Test
  void changes_come_thoseOfOthersDoNot_andAfterACutTheyGoOn() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String last;
      try (Listener all = new Listener(it, "/api/v1/events", "0-0")) {
        assertThat(all.status).isEqualTo(200);
        it.record(job("j-theirs", "other"));
        it.record(job("j-one", "acme"));
        all.awaitLine("j-one");
        assertThat(all.lines).noneMatch(line -> line.contains("j-theirs"));
        last = all.lastId();
      }
      it.record(job("j-two", "acme"));
      try (Listener all = new Listener(it, "/api/v1/events", last)) {
        all.awaitLine("j-two");
        assertThat(all.lines).noneMatch(line -> line.contains("j-one"));
      }
    }
  }

  @Test
  void oneJob_isToldFromWhereItIs_throughAnOutage() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      JobRecord job = job("j-one", "acme");
      it.record(job);
      it.record(job("j-other", "acme"));
      try (Listener one = new Listener(it, "/api/v1/events?job=j-one", "")) {
        one.awaitLine("PENDING");
        it.broker.kill();
        one.awaitLine("event: disconnected");
        it.broker.restart();
        it.awaitConnected();
        it.record(JobTransitions.dispatched(job, "w-1", Instant.now()).orElseThrow());
        one.awaitLine("DISPATCHED");
        assertThat(one.lines).anyMatch(line -> line.contains("event: connected"));
        assertThat(one.lines).noneMatch(line -> line.contains("j-other"));
        assertThat(one.lines.stream().filter(line -> line.contains("PENDING"))).hasSize(1);
      }
    }
  }

  /** It came after two seconds for each hundred of them. */
  @Test
  void changeBehindThousandsOfAnotherTenant_comesAtOnce() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      for (int i = 0; i < 3_000; i++) {
        it.record(job("j-theirs-" + i, "other"));
      }
      it.record(job("j-one", "acme"));
      try (Listener all = new Listener(it, "/api/v1/events", "0-0")) {
        all.awaitLine("j-one");
      }
    }
  }

  /** What does not fit into the share of a stream is read again, when the client has the rest. */
  @Test
  void largeChanges_moreThanItsShareOfMemory_allCome() throws Exception {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 32; i++) {
      labels.put("label-" + i, "x".repeat(250));
    }
    try (GatewayFixture it = new GatewayFixture(folder, settings -> settings.withMaxStreams(256))) {
      for (int i = 0; i < 50; i++) {
        it.record(
            JobTransitions.accepted(
                JobRequest.builder("j-" + i, "echo")
                    .tenant("acme")
                    .labels(labels)
                    .submittedAt(Instant.now()),
                Instant.now()));
      }
      try (Listener all = new Listener(it, "/api/v1/events", "0-0")) {
        all.awaitLine("\"j-49\"");
        assertThat(all.lines.stream().filter(line -> line.startsWith("data:"))).hasSize(50);
      }
    }
  }

  @Test
  void clientThatHangsUp_isNoFailureOfTheGateway() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (GatewayFixture it = new GatewayFixture(folder, settings -> settings.withMaxStreams(1))) {
      hangUp(it, "GET /api/v1/events", "", 'H');
      // In the middle of what it has announced.
      hangUp(
          it, "POST /api/v1/jobs", "Content-Length: 100\r\nContent-Type: application/json\r\n", 0);
      await()
          .atMost(GatewayFixture.LIMIT)
          .until(
              () -> {
                it.record(job("j-one", "acme"));
                try (Listener next = new Listener(it, "/api/v1/events", "")) {
                  return next.status == 200;
                }
              });
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .doesNotContain("ERROR")
        .doesNotContain("EofException");
  }

  private static void hangUp(GatewayFixture it, String request, String headers, int firstOfAnswer)
      throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), it.gateway.port())) {
      String head =
          request + " HTTP/1.1\r\nHost: it\r\nAuthorization: Bearer " + it.key + "\r\n" + headers;
      client.getOutputStream().write((head + "\r\n{").getBytes(StandardCharsets.US_ASCII));
      if (firstOfAnswer != 0) {
        assertThat(client.getInputStream().read()).isEqualTo(firstOfAnswer);
      }
      client.setSoLinger(true, 0);
    }
  }

  @Test
  void wrongPlaces_areRefused() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      assertThat(it.get("/api/v1/events?job=j-none").statusCode()).isEqualTo(404);
      assertThat(it.get("/api/v1/events?job=a&run=b").statusCode()).isEqualTo(400);
      assertThat(it.get("/api/v1/events?jobb=a").statusCode()).isEqualTo(400);
      assertThat(
              it.call("GET", "/api/v1/events", it.key, "", List.of("Last-Event-ID", "x"))
                  .statusCode())
          .isEqualTo(400);
    }
  }
}
