package io.breakwater.lab.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObservedDataPortTest {
  private final List<String> outcomes = new CopyOnWriteArrayList<>();

  @BeforeEach
  void observe() {
    ObservedDataPort.observeWith((startedAt, outcome) -> outcomes.add(outcome.orElse("unknown")));
  }

  @AfterEach
  void forget() {
    ObservedDataPort.forgotten();
    ObservedDataPort.observeWith((startedAt, outcome) -> {});
  }

  private static Options options(String url) {
    return new Options.Builder()
        .server(url)
        .noReconnect()
        .connectionTimeout(Duration.ofMillis(500))
        .dataPortType(ObservedDataPort.class.getName())
        .build();
  }

  @Test
  void aConnectionIsOneAttempt_whateverBecomesOfIt() throws Exception {
    try (NatsServer broker = NatsServer.start();
        Connection connection = Nats.connect(options(broker.url()))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !outcomes.isEmpty());
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      broker.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> connection.getStatus() == Connection.Status.CLOSED);
    }

    assertThat(outcomes).containsExactly("CONNECTED");
  }

  static Stream<Arguments> brokers() {
    return Stream.of(
        Arguments.of("accepts and says nothing", Script.silent(), "UNREACHABLE"),
        Arguments.of("hangs after INFO", Script.begin().sendInfo(), "OVERLOADED"),
        Arguments.of("hangs up after INFO", Script.begin().sendInfo().close(), "OVERLOADED"),
        Arguments.of("says no", Script.rejecting("Authorization Violation"), "unknown"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokers")
  void aBrokerThat(String what, Script script, String outcome) {
    try (ScriptedBroker broker = ScriptedBroker.start(script)) {
      assertThatThrownBy(() -> Nats.connect(options(broker.url()))).isInstanceOf(IOException.class);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(outcomes).containsExactly(outcome));
    }
  }

  static Stream<Arguments> dials() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), "REFUSED"),
        Arguments.of(new ConnectException("Operation timed out"), "UNREACHABLE"),
        Arguments.of(new SocketTimeoutException("Connect timed out"), "UNREACHABLE"),
        Arguments.of(new UnknownHostException("nats"), "UNRESOLVED"),
        // Of the connection, not of the dial: that is told by the socket.
        Arguments.of(new SocketException("Connection reset"), "unknown"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dials")
  void aDialThatFailed(Exception cause, String outcome) {
    new ObservedDataPort().afterConstruct(options("nats://127.0.0.1:1"));

    ObservedDataPort.failed(cause);
    ObservedDataPort.forgotten();

    assertThat(outcomes).containsExactly(outcome);
  }

  @Test
  void anAttemptThatNobodyTellsOf_isNotLost() {
    new ObservedDataPort().afterConstruct(options("nats://127.0.0.1:1"));
    new ObservedDataPort().afterConstruct(options("nats://127.0.0.1:1"));
    ObservedDataPort.forgotten();
    ObservedDataPort.forgotten();

    assertThat(outcomes).containsExactly("unknown", "unknown");
  }
}
