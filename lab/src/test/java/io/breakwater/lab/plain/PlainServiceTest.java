package io.breakwater.lab.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.RunEvent;
import io.breakwater.lab.pods.JvmCommand;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The baseline as a process of its own. */
class PlainServiceTest {
  @TempDir Path folder;

  private final int probePort = FreePorts.take();
  private @Nullable Process process;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    FreePorts.giveBack(probePort);
  }

  private Process start(String url) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JvmCommand.of(PlainService.class.getName()).toList())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("BREAKWATER_NATS_SERVERS", url);
    builder.environment().put("BREAKWATER_NATS_NAME", "plain-1");
    builder.environment().put("BREAKWATER_EVENT_LOG", folder.resolve("plain.jsonl").toString());
    builder.environment().put("BREAKWATER_PROBES_PORT", Integer.toString(probePort));
    builder.environment().put("BREAKWATER_HEARTBEAT_INTERVAL", "20ms");
    Process started = builder.start();
    process = started;
    return started;
  }

  private List<RunEvent> events() {
    Path file = folder.resolve("plain.jsonl");
    return Files.exists(file) ? EventsFile.read(file) : List.of();
  }

  private List<String> kinds() {
    return events().stream()
        .map(
            event ->
                event.attributes().containsKey("outcome")
                    ? event.type() + " " + event.attributes().get("outcome")
                    : event.type())
        .toList();
  }

  private int status(String path) {
    try {
      return ((HttpURLConnection)
              URI.create("http://127.0.0.1:" + probePort + path).toURL().openConnection())
          .getResponseCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
  }

  @Test
  void withoutABroker_itExitsWith1_andSaysWhy() throws Exception {
    int nobody = FreePorts.take();
    try {
      Process service = start("nats://127.0.0.1:" + nobody);

      assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(service.exitValue()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("log"))).contains("failed to connect to NATS: ");
      assertThat(kinds()).startsWith("opened", "attempted REFUSED");
    } finally {
      FreePorts.giveBack(nobody);
    }
  }

  @Test
  void itPublishes_staysGreenThroughAnOutage_andReconnects() throws Exception {
    try (NatsServer broker = NatsServer.start()) {
      Process service = start(broker.url());
      eventually(
          () ->
              assertThat(kinds())
                  .containsExactlyInAnyOrder("opened", "attempted CONNECTED", "connected"));
      eventually(() -> assertThat(status("/readyz")).isEqualTo(200));
      try (Connection observer = Nats.connect(broker.url())) {
        Subscription heartbeats = observer.subscribe("sys.heartbeat");
        assertThat(heartbeats.nextMessage(Duration.ofSeconds(30))).isNotNull();
        assertThat(heartbeats.nextMessage(Duration.ofSeconds(30))).isNotNull();
      }

      broker.kill();
      eventually(() -> assertThat(kinds()).contains("disconnected", "attempted REFUSED"));
      for (String path : List.of("/startupz", "/readyz", "/livez")) {
        assertThat(status(path)).isEqualTo(200);
      }
      broker.restart();

      eventually(() -> assertThat(kinds()).contains("reconnected"));
      eventually(() -> assertThat(kinds()).filteredOn("attempted CONNECTED"::equals).hasSize(2));
      assertThat(service.isAlive()).isTrue();
      assertThat(events()).extracting(RunEvent::source).containsOnly("plain-1");
      assertThat(kinds()).filteredOn("disconnected"::equals).hasSize(1);
      assertThat(Objects.requireNonNull(process).isAlive()).isTrue();
    }
  }
}
