package io.breakwater.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three programs as processes of their own, on a real broker. */
@Timeout(120)
class ServiceProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path folder;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Gateway", "Scheduler", "WorkflowEngine"})
  void aService_beatsOnTheBus_saysHowItIs_andStopsWhenTold(String program) throws Exception {
    int probes = FreePorts.take();
    try (NatsServer server = NatsServer.start();
        Connection listener = Nats.connect(server.url())) {
      List<JsonValue> beats = new CopyOnWriteArrayList<>();
      listener
          .createDispatcher(message -> beats.add(JsonParser.parseUnchecked(message.getData())))
          .subscribe("sys.heartbeat");
      Process service = start(program, policy(server.url(), probes), "--heartbeat", "100ms");
      try {
        await().until(() -> beats.size() >= 3);
        assertThat(JsonValueUtils.readString(beats.get(0), "instance")).isEqualTo("it-1");
        assertThat(JsonValueUtils.readString(beats.get(0), "service"))
            .isEqualToIgnoringCase(program.equals("WorkflowEngine") ? "workflow-engine" : program);
        assertThat(JsonValueUtils.readLong(beats.get(1), "sequence")).isEqualTo(2);
        assertThat(status(probes, "/readyz")).isEqualTo(200);

        server.kill();
        await().until(() -> status(probes, "/readyz") == 503);
        assertThat(status(probes, "/livez")).isEqualTo(200);
        server.restart();
        await().until(() -> status(probes, "/readyz") == 200);

        service.destroy();
        assertThat(service.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isEqualTo(143);
        assertThat(log())
            .contains("bus: disconnected from nats")
            .contains("bus: reconnected to nats")
            .contains("bus: connection closed")
            .contains("stopped");
      } finally {
        service.destroyForcibly();
      }
    } finally {
      FreePorts.giveBack(probes);
    }
  }

  @Test
  void aPolicyThatIsWrong_isOneLineAndTwo() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            "service: scheduler\nnats: { servers: [nats://127.0.0.1:4222] }\nstartupp: {}\n");
    Process service = start("Scheduler", policy);
    assertThat(service.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(2);
    assertThat(log().lines())
        .singleElement()
        .asString()
        .startsWith("scheduler: " + policy + ":3: startupp");
  }

  @Test
  void noPolicyAtAll_saysBothWaysToGiveOne() throws Exception {
    Process service = java("Gateway", List.of());
    assertThat(service.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(2);
    assertThat(log())
        .isEqualToIgnoringNewLines(
            "gateway: environment: service: missing (or set BREAKWATER_SERVICE)"
                + "environment: nats.servers: missing (or set BREAKWATER_NATS_SERVERS)"
                + "no policy file was named with --policy");
  }

  @Test
  void anUnknownArgument_isOneLineAndTwo() throws Exception {
    Process service = start("Gateway", folder.resolve("none.yaml"), "--verbose");
    assertThat(service.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(2);
    assertThat(log())
        .hasLineCount(1)
        .startsWith("gateway: unknown argument --verbose, expected --api-keys, --heartbeat");
  }

  private Path policy(String url, int probes) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        service: it
        nats: { servers: ["%s"], name: it-1 }
        reconnect: { shape: fixed, wait: 200ms }
        probes: { address: 127.0.0.1, port: %d }
        """
            .formatted(url, probes));
  }

  private Process start(String program, Path policy, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--policy", policy.toString()));
    arguments.addAll(List.of(more));
    return java(program, arguments);
  }

  private Process java(String program, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.breakwater.controlplane." + program));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static int status(int port, String path) throws IOException {
    HttpURLConnection get =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    get.setReadTimeout((int) LIMIT.toMillis());
    return get.getResponseCode();
  }
}
