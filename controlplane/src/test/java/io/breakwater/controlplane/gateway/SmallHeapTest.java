package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Records of the largest size, many readers, and a gateway with half the heap that it usually has.
 */
@Timeout(240)
class SmallHeapTest {
  private static final int RECORDS = 120;
  private static final int STREAMS = 40;
  private static final Pattern ID = Pattern.compile("\"id\":\"(j-[0-9]+)\"");

  @TempDir Path folder;

  /** It ran out of memory: each stream had up to 256 whole records, each list 200. */
  @Test
  void streamsAndListsOfLargeRecords_doNotExhaustIt() throws Exception {
    int port = FreePorts.take();
    List<Socket> streams = new ArrayList<>();
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try (GatewayFixture it = new GatewayFixture(folder)) {
      write(it);
      try (GatewayProcess small =
          GatewayProcess.start(folder, it.policy(folder, ""), port, "64m")) {
        await().atMost(GatewayFixture.LIMIT).until(() -> listening(port));
        await().atMost(GatewayFixture.LIMIT).until(() -> list(it, port).statusCode() == 200);
        for (int i = 0; i < STREAMS; i++) {
          streams.add(stream(it, port));
        }
        List<Callable<HttpResponse<String>>> lists = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          lists.add(() -> list(it, port));
        }
        for (Future<HttpResponse<String>> answer : callers.invokeAll(lists)) {
          assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        for (Socket stream : streams) {
          assertThat(told(stream)).hasSize(RECORDS);
        }
        assertThat(small.process.isAlive()).isTrue();
      }
    } finally {
      callers.shutdownNow();
      for (Socket stream : streams) {
        stream.close();
      }
      FreePorts.giveBack(port);
    }
  }

  private static void write(GatewayFixture it) throws Exception {
    JsonNode large = Json.mapper().valueToTree("x".repeat(250_000));
    for (int i = 0; i < RECORDS; i++) {
      JobRequest job =
          JobRequest.builder("j-" + i, "echo")
              .tenant("acme")
              .payload(large)
              .submittedAt(Instant.now());
      it.record(JobTransitions.accepted(job, Instant.now()));
    }
  }

  private static boolean listening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpResponse<String> list(GatewayFixture it, int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/jobs?limit=200"))
            .header("Authorization", "Bearer " + it.key)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Socket stream(GatewayFixture it, int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String request =
        "GET /api/v1/events HTTP/1.1\r\nHost: it\r\nLast-Event-ID: 0-0\r\nAuthorization: Bearer "
            + it.key
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads until all have been told of. */
  private static Set<String> told(Socket stream) throws IOException {
    stream.setSoTimeout((int) GatewayFixture.LIMIT.toMillis());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
    Set<String> ids = new HashSet<>();
    while (ids.size() < RECORDS) {
      String line = lines.readLine();
      assertThat(line).as("the stream has ended after " + ids.size()).isNotNull();
      Matcher id = ID.matcher(line);
      if (id.find()) {
        ids.add(id.group(1));
      }
    }
    return ids;
  }
}
