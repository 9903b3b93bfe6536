package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private NatsServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() {
    server = NatsServer.start();
    proxy = FaultProxy.to(server);
  }

  @AfterEach
  void close() {
    proxy.close();
    server.close();
  }

  @Test
  void forward_clientIsServed_endsArePassedOn_accepted() throws Exception {
    Instant before = Instant.now();
    Connection connection = Clients.connect(proxy.url());
    connection.flush(LIMIT);
    assertThat(proxy.accepted())
        .singleElement()
        .satisfies(at -> assertThat(at).isAfterOrEqualTo(before));
    assertThat(proxy.openConnections()).isEqualTo(1);
    connection.close();
    await().atMost(LIMIT).until(() -> proxy.openConnections() == 0);
  }

  @Test
  void forward_deathOfTheServerReachesTheClient() throws Exception {
    try (Connection connection = Clients.connect(proxy.url())) {
      server.kill();
      awaitClosed(connection);
    }
  }

  @Test
  void stall_nothingPasses_forward_nothingIsLost() throws Exception {
    try (Connection connection = Clients.connect(proxy.url());
        Connection direct = Clients.connect(server.url())) {
      var subscription = connection.subscribe("a");
      connection.flush(LIMIT);
      proxy.set(new Fault.Stall());
      direct.publish("a", new byte[10]);
      direct.flush(LIMIT);
      assertThat(subscription.nextMessage(SHORT)).isNull();
      proxy.set(new Fault.Forward());
      assertThat(subscription.nextMessage(LIMIT)).isNotNull();
      connection.flush(LIMIT);
    }
  }

  @Test
  void stall_newConnectionIsAcceptedAndServedAfterwards() throws Exception {
    proxy.set(new Fault.Stall());
    try (Socket client = dial()) {
      assertSilent(client);
      proxy.set(new Fault.Forward());
      client.setSoTimeout((int) LIMIT.toMillis());
      assertThat(client.getInputStream().read()).isEqualTo('I');
    }
  }

  @Test
  void swallow_noAnswerNoEnd_evenWhenTheServerDies() throws Exception {
    try (Connection connection = Clients.connect(proxy.url());
        Socket late = swallowedDial()) {
      assertThatThrownBy(() -> connection.flush(SHORT)).isInstanceOf(TimeoutException.class);
      server.kill();
      assertThatThrownBy(() -> connection.flush(SHORT)).isInstanceOf(TimeoutException.class);
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      assertSilent(late);
    }
    await().atMost(LIMIT).until(() -> proxy.openConnections() == 0);
  }

  @Test
  void refuse_dialIsRefused_standingConnectionGoesOn_forward_samePortListens() throws Exception {
    try (Connection connection = Clients.connect(proxy.url())) {
      proxy.set(new Fault.Refuse());
      assertThatThrownBy(this::dial).isInstanceOf(ConnectException.class);
      connection.flush(LIMIT);
      proxy.set(new Fault.Forward());
      Clients.connect(proxy.url()).close();
    }
  }

  @Test
  void reset_standingAndNewConnectionsAreReset() throws Exception {
    try (Socket standing = dial()) {
      assertThat(standing.getInputStream().read()).isEqualTo('I');
      proxy.set(new Fault.Reset());
      assertThatThrownBy(() -> standing.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(
              () -> {
                try (Socket fresh = dial()) {
                  fresh.getInputStream().read();
                }
              })
          .isInstanceOf(SocketException.class);
    }
    await().atMost(LIMIT).until(() -> proxy.openConnections() == 0);
  }

  @Test
  void halfClose_endOfStream_standingAndNew() throws Exception {
    try (Connection connection = Clients.connect(proxy.url())) {
      proxy.set(new Fault.HalfClose());
      awaitClosed(connection);
      try (Socket fresh = dial()) {
        assertThat(fresh.getInputStream().read()).isEqualTo(-1);
      }
    }
    await().atMost(LIMIT).until(() -> proxy.openConnections() == 0);
  }

  @Test
  void delay_addsToTheRoundTrip() throws Exception {
    try (Connection connection = Clients.connect(proxy.url())) {
      proxy.set(new Fault.Delay(Duration.ofMillis(100)));
      assertThat(connection.RTT()).isGreaterThan(Duration.ofMillis(199));
    }
    assertThatThrownBy(() -> new Fault.Delay(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dropConnections_thenTheNextIsServed() throws Exception {
    try (Connection connection = Clients.connect(proxy.url())) {
      proxy.dropConnections();
      awaitClosed(connection);
    }
    Clients.connect(proxy.url()).close();
    assertThat(proxy.accepted()).hasSize(2);
  }

  @Test
  void close_endsConnectionsListenerAndThreads() throws Exception {
    try (Connection connection = Clients.connect(proxy.url())) {
      proxy.close();
      awaitClosed(connection);
    }
    assertThatThrownBy(this::dial).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> proxy.set(new Fault.Forward()))
        .isInstanceOf(IllegalStateException.class);
    String name = "breakwater-fault-proxy-" + proxy.port();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith(name)));
  }

  private Socket dial() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private Socket swallowedDial() throws IOException {
    proxy.set(new Fault.Swallow());
    return dial();
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout((int) SHORT.toMillis());
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private static void awaitClosed(Connection connection) {
    await().atMost(LIMIT).until(() -> connection.getStatus() == Connection.Status.CLOSED);
  }
}
