package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScriptedBrokerTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void normal_jnatsConnectsAndIsAnswered_linesAreRecorded() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.normal());
        Connection connection = Clients.connect(broker.url())) {
      connection.subscribe("a.subject");
      connection.publish("b.subject", "a payload\r\nPING".getBytes(StandardCharsets.UTF_8));
      connection.flush(LIMIT);
      ScriptedConnection seen = broker.connections().get(0);
      assertThat(seen.number()).isEqualTo(1);
      assertThat(seen.endedAt()).isEmpty();
      assertThat(seen.lines().get(0)).startsWith("CONNECT {");
      assertThat(seen.lines()).anyMatch(line -> line.startsWith("SUB a.subject"));
      assertThat(seen.lines()).contains("PUB b.subject 15").doesNotContain("a payload");
      connection.close();
      await().atMost(LIMIT).until(() -> seen.endedAt().isPresent());
    }
  }

  @Test
  void silent_saysNothingAndStaysOpen() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.silent());
        Socket client = dial(broker)) {
      client.setSoTimeout(200);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void infoThenClose_isACleanEnd() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.begin().sendInfo().close());
        Socket client = dial(broker)) {
      assertThat(readAll(client)).startsWith("INFO {").endsWith("}\r\n");
    }
  }

  @Test
  void sendInfo_fieldsReplaceAndAdd() throws Exception {
    Script script =
        Script.begin()
            .sendInfo(Map.of("server_id", "OTHER", "connect_urls", List.of("127.0.0.1:4223")))
            .serve();
    try (ScriptedBroker broker = ScriptedBroker.start(script);
        Connection connection = Clients.connect(broker.url())) {
      assertThat(connection.getServerInfo().getServerId()).isEqualTo("OTHER");
      assertThat(connection.getServerInfo().getConnectURLs()).containsExactly("127.0.0.1:4223");
    }
  }

  @Test
  void rejecting_jnatsSeesTheError() throws Exception {
    try (ScriptedBroker broker =
        ScriptedBroker.start(Script.rejecting("Authorization Violation"))) {
      Options.Builder options =
          Clients.options(broker.url()).connectionTimeout(Duration.ofSeconds(1));
      assertThatThrownBy(() -> Clients.connect(options)).isInstanceOf(IOException.class);
      assertThat(broker.connections().get(0).lines().get(0)).startsWith("CONNECT");
    }
  }

  @Test
  void serveUntilSub_halfClose_connectionEndsAtTheFirstSubscription() throws Exception {
    Script script = Script.begin().sendInfo().serveUntil("SUB").halfClose();
    try (ScriptedBroker broker = ScriptedBroker.start(script);
        Connection connection = Clients.connect(broker.url())) {
      connection.flush(LIMIT);
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      connection.subscribe("a");
      await().atMost(LIMIT).until(() -> connection.getStatus() == Connection.Status.CLOSED);
    }
  }

  @Test
  void scriptPerConnection_firstIsResetSecondIsServed() throws Exception {
    try (ScriptedBroker broker =
        ScriptedBroker.start(n -> n == 1 ? Script.begin().reset() : Script.normal())) {
      try (Socket client = dial(broker)) {
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
      Clients.connect(broker.url()).close();
      assertThat(broker.connections()).extracting(ScriptedConnection::number).containsExactly(1, 2);
      assertThat(broker.connections().get(1).acceptedAt())
          .isAfterOrEqualTo(broker.connections().get(0).acceptedAt());
    }
  }

  @Test
  void garbage_andPause_areSentAsTheyAre() throws Exception {
    Script script =
        Script.begin()
            .send("HTTP/1.1 400 Bad Request\r\n\r\n")
            .pause(Duration.ofMillis(20))
            .send(new byte[] {0, -1, 7})
            .close();
    try (ScriptedBroker broker = ScriptedBroker.start(script);
        Socket client = dial(broker)) {
      assertThat(client.getInputStream().readAllBytes())
          .isEqualTo(
              "HTTP/1.1 400 Bad Request\r\n\r\n\0\u00ff\u0007"
                  .getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void delayedPong_connectTakesThatLong() throws Exception {
    Script script =
        Script.begin()
            .sendInfo()
            .await("PING")
            .pause(Duration.ofMillis(300))
            .sendLine("PONG")
            .serve();
    try (ScriptedBroker broker = ScriptedBroker.start(script)) {
      long start = System.nanoTime();
      Clients.connect(broker.url()).close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    }
  }

  @Test
  void pushInfo_reachesAllStandingConnections() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.normal());
        Connection first = Clients.connect(broker.url());
        Connection second = Clients.connect(broker.url())) {
      broker.pushInfo(Map.of("ldm", true));
      await().atMost(LIMIT).until(() -> first.getServerInfo().isLameDuckMode());
      await().atMost(LIMIT).until(() -> second.getServerInfo().isLameDuckMode());
    }
  }

  @Test
  void takesThePortOfADeadServer_closeFreesIt() {
    try (NatsServer server = NatsServer.start()) {
      assertThatThrownBy(() -> ScriptedBroker.start(server.port(), n -> Script.silent()))
          .isInstanceOf(PortTakenException.class);
      server.kill();
      ScriptedBroker.start(server.port(), n -> Script.silent()).close();
      server.restart();
    }
  }

  @Test
  void close_endsAllThreads_evenOfAPausingScript() throws Exception {
    ScriptedBroker broker =
        ScriptedBroker.start(Script.begin().sendInfo().pause(Duration.ofHours(1)));
    String name = "breakwater-scripted-broker-" + broker.port();
    try (Socket client = dial(broker)) {
      assertThat(client.getInputStream().read()).isEqualTo('I');
      broker.close();
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .noneMatch(thread -> thread.getName().startsWith(name)));
    }
  }

  private static Socket dial(ScriptedBroker broker) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), broker.port());
  }

  private static String readAll(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
