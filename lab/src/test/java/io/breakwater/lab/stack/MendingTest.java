package io.breakwater.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.breakwater.broker.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** A cluster of three, and a disk of one of them that is not what it should be. */
@Timeout(180)
class MendingTest {
  /** Longer than a server takes to catch up with nothing, also beside other work. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<String> mended = new ArrayList<>();

  @Test
  void serverThatNoRestartHelps_isMadeAnew_andItIsSaidWhatItLacked() throws Exception {
    try (StoreTier tier = StoreTier.start(3)) {
      assumeThat(tier.nodes().get(0).monitoring().varz().version())
          .as("2.9 calls itself healthy without its copy")
          .doesNotStartWith("2.9.");
      stream(tier);
      assertThat(mending(tier).await()).isEmpty();
      assertThat(mended).isEmpty();

      NatsServer broken = tier.nodes().get(1);
      Path store = store(broken);
      broken.kill();
      replaceByAFile(logOfTheStream(store));
      tier.back(1);

      assertThat(mending(tier).await()).isEmpty();
      assertThat(mended).hasSizeGreaterThanOrEqualTo(2);
      assertThat(mended.get(0)).startsWith("Restarted: n2, which said for 10 s: ").contains("S");
      assertThat(mended.get(1))
          .startsWith("Made anew from the others: n2, which said for 10 s: ")
          .endsWith(", and it had been restarted.");
      assertThat(tier.nodes()).allMatch(node -> node.monitoring().healthz().ok());
    }
  }

  private Mending mending(StoreTier tier) {
    return new Mending(tier, PATIENCE, mended::add);
  }

  private static void stream(StoreTier tier) throws Exception {
    try (Connection nats = tier.connect()) {
      JetStreamManagement management = nats.jetStreamManagement();
      var unused =
          management.addStream(
              StreamConfiguration.builder()
                  .name("S")
                  .subjects("s")
                  .replicas(3)
                  .storageType(StorageType.File)
                  .build());
      nats.jetStream().publish("s", new byte[1]);
    }
  }

  private static Path store(NatsServer server) throws Exception {
    URI varz = server.monitoring().base().resolve("/varz");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(varz).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return Path.of(new JsonMapper().readTree(body).at("/jetstream/config/store_dir").stringValue());
  }

  /** What the three agree on by, on this server; the stream of the tier's own start is gone. */
  private static Path logOfTheStream(Path store) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      return all.filter(path -> path.getFileName().toString().startsWith("S-R3F-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void replaceByAFile(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(MendingTest::delete);
    }
    Files.writeString(folder, "a disk has its bad days");
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
