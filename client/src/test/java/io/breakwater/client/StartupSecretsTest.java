package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.StartupKind;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No password in anything that leaves the bus, at the most talkative log level. */
@Timeout(90)
class StartupSecretsTest {
  private static final String SECRET = "gehe,im";
  private static final String OTHER_SECRET = "versteckt";

  @TempDir Path directory;

  @Test
  void passwordsInUrls_areMaskedInEveryEventLogExceptionHealthAndProbe() throws Exception {
    int dead = FreePorts.take();
    Path events = directory.resolve("events.jsonl");
    try (NatsServer server =
            NatsServer.start(
                ServerConfig.builder()
                    .authentication(new Authentication.Password("ann", SECRET))
                    .build());
        ChildJvm jvm =
            ChildJvm.start(
                Spill.class,
                directory,
                Map.of(
                    "BREAKWATER_EVENT_LOG",
                    events.toString(),
                    "JAVA_TOOL_OPTIONS",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace"),
                "127.0.0.1:" + dead,
                "127.0.0.1:" + server.port())) {
      assertThat(jvm.exitCode()).as(jvm::toString).isZero();
      String said = jvm.output() + Files.readString(events);
      assertThat(said)
          .doesNotContain(SECRET, OTHER_SECRET, "ann:", "bob:")
          .contains("nats://***@127.0.0.1:" + server.port())
          .contains("nats://***@127.0.0.1:" + dead)
          .contains("Authorization Violation", "Connection refused", "bus: reconnected to nats")
          .contains("all said");
      assertThat(Files.readString(events)).contains("\"type\":\"reconnected\"");
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  /** The program of that JVM: lets a bus fail, connect and reconnect, and says all it hears. */
  static final class Spill {
    private Spill() {}

    public static void main(String[] args) throws Exception {
      String dead = "nats://bob:" + OTHER_SECRET + "@" + args[0];
      String wrong = "nats://bob:" + OTHER_SECRET + "@" + args[1];
      String right = "nats://ann:" + SECRET + "@" + args[1];
      LifecyclePolicy failing = Policies.starting(StartupKind.FAIL_FAST, dead, wrong).build();
      LifecycleListener saying = event -> System.out.println(event);
      System.out.println(failing);
      try {
        Bus.open(failing, saying);
      } catch (ConnectFailedException e) {
        e.printStackTrace(System.out);
      }
      LifecyclePolicy policy = Policies.quick(dead, right).build();
      try (Bus bus = Bus.open(policy, saying)) {
        bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
        System.out.println(bus.health());
        bus.reconnect();
        while (bus.health().reconnects() == 0) {
          say(bus);
          Thread.sleep(50);
        }
        say(bus);
      }
      guarded(failing, dead, wrong);
      System.out.println("all said");
    }

    private static void say(Bus bus) throws IOException {
      System.out.println(bus.health());
      System.out.println(Probes.get(bus, "/readyz?verbose").body());
      System.out.println(Probes.get(bus, "/readyz").body());
    }

    private static void guarded(LifecyclePolicy policy, String... urls)
        throws InterruptedException {
      try {
        Nats.connect(Breakwater.guard(new Options.Builder().servers(urls), policy).build()).close();
      } catch (IOException e) {
        // Not printed: this text is jnats's own, and names URLs as they were given.
        System.out.println("guarded: " + e.getClass().getSimpleName());
      }
    }
  }
}
