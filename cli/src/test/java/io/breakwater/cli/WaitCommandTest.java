package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The init container against a real broker: late, never there, and behind a wrong policy. */
class WaitCommandTest {

  @TempDir Path folder;
  private int port;

  @BeforeEach
  void takePort() {
    port = FreePorts.take();
  }

  @AfterEach
  void givePortBack() {
    FreePorts.giveBack(port);
  }

  @Test
  void brokerThatComesLate() throws Exception {
    var call = waiting("--server", url());
    try (ServerSocket nobody = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      nobody.accept().close(); // the first attempt meets somebody who is no broker
    }
    try (NatsServer broker = start()) {
      assertThat(broker.isAlive()).isTrue();
      CliCall done = call.get(60, TimeUnit.SECONDS);
      assertThat(done.status()).isZero();
      assertThat(done.out())
          .matches(
              "connected to nats://127\\.0\\.0\\.1:"
                  + port
                  + " after \\d+\\.\\ds, ([2-9]|\\d\\d+) attempts\\R");
    }
  }

  @Test
  void brokerThatIsThere_asJson() {
    try (NatsServer broker = start()) {
      CliCall call = CliCall.run("wait", "--server", broker.url(), "--json");
      assertThat(call.status()).isZero();
      assertThat(call.out())
          .contains("\"status\" : \"connected\"", "\"server\" : \"" + url(), "\"attempts\" : 1");
    }
  }

  @Test
  void deadline_isKept_whateverAnAttemptIsDoing() throws Exception {
    // Accepts and says nothing: an attempt alone would last 10 s.
    try (ServerSocket silent = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      long before = System.nanoTime();
      CliCall call = CliCall.run("wait", "--server", url(), "--budget", "1500ms");
      assertThat(silent.isClosed()).isFalse();
      assertThat(call.status()).isEqualTo(1);
      assertThat(call.out()).isEmpty();
      assertThat(call.err())
          .isEqualToIgnoringNewLines(
              "breakwater: nats not connected within startup budget (1s500ms)");
      assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(8));
    }
  }

  @Test
  void deadline_asJson() {
    CliCall call = CliCall.run("wait", "--server", url(), "--budget", "300ms", "--json");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out())
        .contains("\"status\" : \"failed\"", "nats not connected within startup budget (300ms)")
        .as("the first attempt is immediate, and refused")
        .containsPattern("\"attempts\" : [1-9]");
  }

  @Test
  void budget_isThePolicysOwnWhereNoneIsGiven() throws IOException {
    Path policy =
        policy(
            """
            service: scheduler
            nats: { servers: ["%s"], connectTimeout: 100ms }
            startup: { passes: 1, margin: 300ms }
            reconnect: { wait: 100ms }
            """);
    CliCall call = CliCall.run("wait", "--policy", policy.toString());
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err()).contains("within startup budget (400ms)");
  }

  @Test
  void portOfTheProbes_isLeftToTheService() throws IOException {
    try (NatsServer broker = start();
        ServerSocket service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path policy =
          policy(
              "service: scheduler\nnats: { servers: [\"%s\"] }\n"
                  + "probes: { address: 127.0.0.1, port: "
                  + service.getLocalPort()
                  + " }\n");
      assertThat(broker.isAlive()).isTrue();
      assertThat(CliCall.run("wait", "--policy", policy.toString()).status()).isZero();
    }
  }

  @Test
  void policyThatIsWrong() throws IOException {
    Path policy = policy("service: scheduler\nnats: { servers: [\"%s\"] }\nreconect: {}\n");
    CliCall call = CliCall.run("wait", "--policy", policy.toString());
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith("breakwater: " + policy + ":3: reconect: unknown key");
  }

  @Test
  void policyThatIsNotThere() {
    CliCall call = CliCall.run("wait", "--policy", folder.resolve("none.yaml").toString());
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err().lines()).singleElement().asString().contains("none.yaml");
  }

  private CompletableFuture<CliCall> waiting(String... options) {
    return CompletableFuture.supplyAsync(
        () -> CliCall.run("wait", options[0], options[1], "--budget", "50s"));
  }

  private NatsServer start() {
    return NatsServer.start(ServerConfig.builder().port(port).build());
  }

  private String url() {
    return "nats://127.0.0.1:" + port;
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text.replace("%s", url()));
  }
}
