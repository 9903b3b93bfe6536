package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.client.internal.HookThatHangs;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service's process does when its bus starts, or does not: real processes. */
@Timeout(90)
class StartupExitTest {
  private final int port = FreePorts.take();
  private final int probePort = FreePorts.take();
  private final String nobody = "nats://127.0.0.1:" + port;
  @TempDir Path directory;

  @AfterEach
  void giveBack() {
    FreePorts.giveBack(port);
    FreePorts.giveBack(probePort);
  }

  @Test
  void failFast_exits1_andTheLogSaysWhyOnce() throws Exception {
    try (ChildJvm jvm = service(nobody, Map.of("BREAKWATER_STARTUP_POLICY", "fail-fast"))) {
      assertThat(jvm.exitCode()).isEqualTo(1);
      assertThat(jvm.output())
          .containsOnlyOnce(
              "failed to connect to NATS: connect nats " + nobody + ": Connection refused")
          .contains("bus: connection closed")
          .doesNotContain("main returned");
      assertNoStackTrace(jvm);
    }
  }

  @Test
  void retryWithinBudget_exits1AtTheDeadline_probesAnswerUntilThen() throws Exception {
    try (ChildJvm jvm =
        service(
            nobody,
            Map.of(
                "BREAKWATER_STARTUP_PASSES", "1",
                "BREAKWATER_STARTUP_MARGIN", "3s",
                "BREAKWATER_NATS_CONNECT_TIMEOUT", "1s"))) {
      await().ignoreExceptions().until(() -> probe("/livez") == 200);
      assertThat(probe("/startupz")).isEqualTo(503);
      assertThat(probe("/readyz")).isEqualTo(503);
      assertThat(jvm.exitCode()).isEqualTo(1);
      assertThat(jvm.output())
          .containsOnlyOnce(
              "failed to connect to NATS: nats not connected within startup budget (4s)");
      assertNoStackTrace(jvm);
    }
  }

  @Test
  void policyAtFault_exits2_withOneLine() throws Exception {
    try (ChildJvm jvm =
        service(nobody, Map.of("BREAKWATER_NATS_CREDENTIALS_FILE", "/no/such/file.creds"))) {
      assertThat(jvm.exitCode()).isEqualTo(2);
      assertThat(jvm.output().lines())
          .singleElement()
          .asString()
          .endsWith(
              "BREAKWATER_NATS_CREDENTIALS_FILE: expected a readable file, but /no/such/file.creds is not one");
    }
  }

  @Test
  void policyThatCannotBeLoaded_exits2_withALineForEachMistake() throws Exception {
    try (ChildJvm jvm =
        service(
            nobody, Map.of("BREAKWATER_RECONNECT_WAIT", "2", "BREAKWATER_STARTUP_PASSES", "0"))) {
      assertThat(jvm.exitCode()).isEqualTo(2);
      assertThat(jvm.output().lines()).hasSize(2);
      assertThat(jvm.output())
          .contains(
              "BREAKWATER_RECONNECT_WAIT: expected a duration such as 2s or 500ms, got \"2\"",
              "BREAKWATER_STARTUP_PASSES: expected a whole number from 1 to 1000, got \"0\"")
          .doesNotContain("main returned");
    }
  }

  @Test
  void policyFileThatIsNotThere_exits2_withOneLine() throws Exception {
    Path missing = directory.resolve("none.yaml");
    try (ChildJvm jvm = ChildJvm.start(Service.class, directory, Map.of(), missing.toString())) {
      assertThat(jvm.exitCode()).isEqualTo(2);
      assertThat(jvm.output().lines())
          .singleElement()
          .asString()
          .endsWith(missing + ": no such file");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BREAKWATER_STARTUP_POLICY|fail-fast|1|failed to connect to NATS: connect nats nats://",
        "BREAKWATER_STARTUP_MARGIN|1s|1|failed to connect to NATS: nats not connected within",
        "BREAKWATER_NATS_NKEY_FILE|/no/such|2|BREAKWATER_NATS_NKEY_FILE: expected a readable file",
        "BREAKWATER_RECONNECT_WAIT|2|2|BREAKWATER_RECONNECT_WAIT: expected a duration",
      })
  void withoutALog_theReasonIsOnStderr(String variable, String value, int code, String reason)
      throws Exception {
    Map<String, String> environment =
        environment(nobody, Map.of("BREAKWATER_STARTUP_PASSES", "1", variable, value));
    environment.put("BREAKWATER_NATS_CONNECT_TIMEOUT", "1s");
    try (ChildJvm jvm =
        ChildJvm.startWithout("slf4j-simple", Service.class, directory, environment)) {
      assertThat(jvm.exitCode()).isEqualTo(code);
      assertThat(jvm.output()).containsOnlyOnce(reason);
      assertThat(jvm.output().lines().filter(line -> !line.startsWith("SLF4J"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"BREAKWATER_STARTUP_POLICY, fail-fast, 1", "BREAKWATER_NATS_NKEY_FILE, /no/such, 2"})
  void hookThatWaitsForALockOfTheCaller_getsIt_andTheProcessEnds(
      String variable, String value, int code) throws Exception {
    try (ChildJvm jvm = service(nobody, Map.of("TEST_MAIN", "locked", variable, value))) {
      assertThat(jvm.exitCode()).isEqualTo(code);
      assertThat(jvm.output()).contains("hook has the lock").doesNotContain("main returned");
    }
  }

  @Test
  void hookThatNeverEnds_isCutOff_withTheExitCodeThatWasWanted() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(HookThatHangs.class, directory, Map.of(), "2")) {
      assertThat(jvm.exitCode()).isEqualTo(2);
      assertThat(jvm.output()).contains("shutdown hooks did not end within 500ms: halted");
    }
  }

  @Test
  void probePortTaken_exits1_withOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(probePort);
        ChildJvm jvm = service(nobody, Map.of())) {
      assertThat(jvm.exitCode()).isEqualTo(1);
      assertThat(jvm.output().lines())
          .singleElement()
          .asString()
          .contains("probes: cannot listen on 0.0.0.0:" + taken.getLocalPort() + ": ");
    }
  }

  @Test
  void mainThatReturns_endsItsProcess_forAllThreadsAreDaemons() throws Exception {
    try (NatsServer server = NatsServer.start();
        ChildJvm jvm = service(server.url(), Map.of("TEST_MAIN", "return"))) {
      assertThat(jvm.exitCode()).isZero();
      // It was connected; the line in the log that says so comes from a thread that main outruns.
      assertThat(jvm.output()).contains("main returned");
    }
  }

  @Test
  void applicationThatCloses_isLeftToEndAsItLikes() throws Exception {
    try (ChildJvm jvm = service(nobody, Map.of("TEST_MAIN", "close"))) {
      assertThat(jvm.exitCode()).isEqualTo(7);
      assertThat(jvm.output())
          .contains("bus: connection closed")
          .doesNotContain("failed to connect");
    }
  }

  @Test
  void service_outlivesAnOutage_andAnswersItsProbes() throws Exception {
    try (NatsServer server = NatsServer.start();
        ChildJvm jvm = service(server.url(), Map.of())) {
      await().ignoreExceptions().until(() -> probe("/readyz") == 200);
      server.kill();
      await().until(() -> probe("/readyz") == 503);
      assertThat(probe("/livez")).isEqualTo(200);
      assertThat(probe("/startupz")).isEqualTo(200);
      server.restart();
      await().until(() -> probe("/readyz") == 200);
      assertThat(jvm.isAlive()).isTrue();
      assertThat(jvm.output()).contains("bus: disconnected from nats", "bus: reconnected to nats");
      assertNoStackTrace(jvm);
    }
  }

  private int probe(String path) throws IOException {
    return Probes.ask("GET", probePort, path).statusCode();
  }

  private ChildJvm service(String url, Map<String, String> more) throws IOException {
    return ChildJvm.start(Service.class, directory, environment(url, more));
  }

  private Map<String, String> environment(String url, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "BREAKWATER_SERVICE", "exit-test",
                "BREAKWATER_NATS_SERVERS", url,
                "BREAKWATER_RECONNECT_SHAPE", "fixed",
                "BREAKWATER_RECONNECT_WAIT", "200ms",
                "BREAKWATER_PROBES_PORT", Integer.toString(probePort)));
    environment.putAll(more);
    return environment;
  }

  private static void assertNoStackTrace(ChildJvm jvm) throws IOException {
    assertThat(jvm.output()).doesNotContainPattern("(?m)^\\s+at ").doesNotContain("Exception");
  }

  /** The program of that JVM. */
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws InterruptedException {
      String main = System.getenv().getOrDefault("TEST_MAIN", "run");
      if (main.equals("locked")) {
        openLocked();
      }
      Bus bus = args.length == 0 ? Bus.openOrExit() : Bus.openOrExit(Path.of(args[0]));
      switch (main) {
        case "return" -> {
          bus.started().toCompletableFuture().join();
          while (!bus.health().connected()) {
            Thread.sleep(10);
          }
          System.out.println("main returned");
        }
        case "close" -> {
          bus.close();
          Thread.sleep(500);
          System.exit(7);
        }
        default -> new CountDownLatch(1).await();
      }
    }

    /** As a context of Spring opens a bean, and as its shutdown hook closes it. */
    private static void openLocked() {
      ReentrantLock lock = new ReentrantLock();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    lock.lock();
                    try {
                      System.out.println("hook has the lock");
                    } finally {
                      lock.unlock();
                    }
                  }));
      lock.lock();
      try (Bus bus = Bus.openOrExit()) {
        System.out.println("main returned with " + bus);
      } finally {
        lock.unlock();
      }
    }
  }
}
