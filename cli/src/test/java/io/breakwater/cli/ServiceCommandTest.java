package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service as a process: up, ready, told to stop. */
class ServiceCommandTest {

  @TempDir Path folder;

  @Test
  void service_isReadyOnItsPolicy_andStopsInOrder() throws Exception {
    int probes = FreePorts.take();
    try (NatsServer broker = NatsServer.start()) {
      Path policy =
          Files.writeString(
              folder.resolve("policy.yaml"),
              "service: scheduler\nnats: { servers: [\"%s\"] }\n".formatted(broker.url())
                  + "probes: { address: 127.0.0.1, port: %d }\n".formatted(probes));
      Path work = Files.createDirectory(folder.resolve("work"));
      try (CliProcess service =
          CliProcess.start(
              work, "service", "scheduler", "--policy", policy.toString(), "--heartbeat", "1s")) {
        await().atMost(Duration.ofSeconds(60)).until(() -> readyz(probes) == 200);
        service.signal("TERM");
        assertThat(service.await()).isEqualTo(143);
        assertThat(service.out()).isEmpty();
        assertThat(service.err()).contains("bus: connected to nats", "scheduler: stopped");
      }
    } finally {
      FreePorts.giveBack(probes);
    }
  }

  @Test
  void policyThatIsWrong() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "service: scheduler\n");
    Path work = Files.createDirectory(folder.resolve("work"));
    try (CliProcess service =
        CliProcess.start(work, "service", "scheduler", "--policy", policy.toString())) {
      assertThat(service.await()).isEqualTo(2);
      assertThat(service.err().lines())
          .singleElement()
          .asString()
          .contains("policy.yaml: nats.servers: missing");
    }
  }

  @Test
  void optionsOfItsOwn_areTheServices() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"), "service: worker\nnats: { servers: [nats://a] }\n");
    Path work = Files.createDirectory(folder.resolve("work"));
    try (CliProcess service =
        CliProcess.start(
            work, "service", "worker", "--policy", policy.toString(), "--slots", "none")) {
      assertThat(service.await()).isEqualTo(2);
      assertThat(service.err().strip())
          .isEqualTo("worker: --slots: expected a number from 1 to 1000, got \"none\"");
    }
  }

  private static int readyz(int port) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
