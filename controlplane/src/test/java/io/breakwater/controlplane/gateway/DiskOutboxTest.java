package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.controlplane.contract.JobRequest;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as a process, with its outbox on disk, through an outage and a kill. */
@Timeout(180)
class DiskOutboxTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(LIMIT);
  }

  @Test
  void acceptedOntoTheDisk_isInTheStreamAfterAnOutageAndAKill() throws Exception {
    int port = FreePorts.take();
    int probes = FreePorts.take();
    Path keys = folder.resolve("keys");
    String key = new ApiKeyFile(keys).add(new Caller("ann", "acme"));
    try (NatsServer broker = NatsServer.start(ServerConfig.builder().jetStream().build())) {
      Path policy =
          Files.writeString(
              folder.resolve("policy.yaml"),
              """
              service: gateway
              nats: { servers: ["%s"], name: gateway-1 }
              startup: { policy: retry-forever }
              reconnect: { shape: fixed, wait: 200ms }
              outbox: { directory: "%s", maxAge: 1s }
              probes: { address: 127.0.0.1, port: %d, readiness: accepting }
              """
                  .formatted(broker.url(), folder.resolve("outbox"), probes));
      Process gateway = GatewayProcess.start(folder, policy, port, "96m").process;
      String id;
      try {
        await().until(() -> submit(port, key, "first").statusCode() == 202);
        broker.kill();
        await().until(() -> get(probes, "/readyz?verbose", "").contains("\"disconnected\""));
        HttpResponse<String> held = submit(port, key, "second");
        assertThat(held.statusCode()).isEqualTo(202);
        assertThat(held.body()).contains("\"held\":\"outbox\"");
        id = GatewayFixture.id(held);
        assertThat(get(port, "/api/v1/jobs/" + id, key)).contains("PENDING");
        assertThat(get(probes, "/readyz", "")).contains("ok");
      } finally {
        gateway.destroyForcibly();
      }
      assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
      // Older than outbox.maxAge, with nobody there to see it pass.
      Thread.sleep(1_500);

      gateway = GatewayProcess.start(folder, policy, port, "96m").process;
      try {
        broker.restart();
        try (Connection nats = Nats.connect(broker.url())) {
          await().until(() -> ids(nats).contains(id));
          assertThat(ids(nats)).hasSize(2);
          HttpResponse<String> again = submit(port, key, "second");
          assertThat(GatewayFixture.id(again)).isEqualTo(id);
          // It may lie there twice, for a gateway that could ask nobody; a scheduler takes one.
          assertThat(Set.copyOf(ids(nats))).hasSize(2);
        }
      } finally {
        gateway.destroy();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      FreePorts.giveBack(port);
      FreePorts.giveBack(probes);
    }
  }

  private static List<String> ids(Connection nats) throws IOException, JetStreamApiException {
    return GatewayFixture.submissions(nats).stream().map(JobRequest::id).toList();
  }

  private static HttpResponse<String> submit(int port, String key, String idempotencyKey)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/jobs"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"echo\"}"))
            .build();
    for (int tries = 0; ; tries++) {
      try {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        if (tries == 300) {
          throw new AssertionError("the gateway does not listen", e);
        }
        Thread.sleep(100);
      }
    }
  }

  private static String get(int port, String path, String key) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
