package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.client.Health;
import io.breakwater.client.Policies;
import io.breakwater.policy.AttemptOutcome;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which an attempt can end, brought about by a broker, and told by its name. */
@Timeout(120)
class AttemptOutcomesTest {
  /** Of attempts that end by it. */
  private static final Duration SHORT = Duration.ofMillis(500);

  /** Of attempts that end by something else, and must not end by this. */
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void aRunningServer_isConnected() {
    try (NatsServer server = NatsServer.start()) {
      assertThat(outcome(server.url(), LONG)).isEqualTo(AttemptOutcome.CONNECTED);
    }
  }

  @Test
  void aNameThatDoesNotExist_isUnresolved() {
    assertThat(outcome("nats://no-such-host.invalid:4222", LONG))
        .isEqualTo(AttemptOutcome.UNRESOLVED);
  }

  @Test
  void aPortOnWhichNobodyListens_isRefused() {
    int port = FreePorts.take();
    try {
      assertThat(outcome("nats://127.0.0.1:" + port, LONG)).isEqualTo(AttemptOutcome.REFUSED);
    } finally {
      FreePorts.giveBack(port);
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothing_isUnreachable() {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.silent())) {
      assertThat(outcome(broker.url(), SHORT)).isEqualTo(AttemptOutcome.UNREACHABLE);
    }
  }

  @Test
  void aServerThatAcceptsAndHangsUp_isUnreachable() {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.begin().close())) {
      assertThat(outcome(broker.url(), LONG)).isEqualTo(AttemptOutcome.UNREACHABLE);
    }
  }

  @Test
  void aServerThatSaysNothingAfterItsInfo_isOverloaded() {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.begin().sendInfo())) {
      assertThat(outcome(broker.url(), SHORT)).isEqualTo(AttemptOutcome.OVERLOADED);
    }
  }

  @Test
  void aServerThatHangsUpInsteadOfItsPong_isOverloadedAndNotWaitedFor() {
    try (ScriptedBroker broker =
        ScriptedBroker.start(Script.begin().sendInfo().await("PING").close())) {
      assertThat(outcome(broker.url(), LONG)).isEqualTo(AttemptOutcome.OVERLOADED);
    }
  }

  @Test
  void aServerThatResetsInsteadOfItsPong_isOverloaded() {
    try (ScriptedBroker broker =
        ScriptedBroker.start(Script.begin().sendInfo().await("PING").reset())) {
      assertThat(outcome(broker.url(), LONG)).isEqualTo(AttemptOutcome.OVERLOADED);
    }
  }

  @Test
  void aServerWithAnotherPassword_isAuthRejected() {
    try (NatsServer server =
        NatsServer.start(
            ServerConfig.builder()
                .authentication(new Authentication.Password("service", "right"))
                .build())) {
      assertThat(outcome(server.url(), LONG)).isEqualTo(AttemptOutcome.AUTH_REJECTED);
    }
  }

  @Test
  void aServerThatIsFull_isLimitExceeded() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().maxConnections(1).build());
        // The connection that saw the server accept may still count when the next one comes.
        Connection full =
            Awaitility.await()
                .ignoreExceptions()
                .until(() -> connect(plain(server.url())), c -> true)) {
      assertThat(outcome(server.url(), LONG)).isEqualTo(AttemptOutcome.LIMIT_EXCEEDED);
      assertThat(full.getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "connection throttling is active. Please try again later., THROTTLED",
    "maximum account active connections exceeded, LIMIT_EXCEEDED",
    "Authentication Timeout, OVERLOADED",
    "User Authentication Expired, AUTH_REJECTED",
    "Secure Connection - TLS Required, TLS_FAILED",
    "Unknown Protocol Operation, PROTOCOL_ERROR"
  })
  void aServerThatRefuses_isWhatItSays(String words, AttemptOutcome expected) {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.rejecting(words))) {
      Health health = firstAttempt(broker.url(), LONG);

      assertThat(health.lastOutcome()).isEqualTo(expected);
      assertThat(health.lastCause()).contains(words);
    }
  }

  @Test
  void aServerThatWantsTls_isTlsFailed() {
    try (ScriptedBroker broker =
        ScriptedBroker.start(Script.begin().sendInfo(Map.of("tls_required", true)))) {
      assertThat(outcome(broker.url(), LONG)).isEqualTo(AttemptOutcome.TLS_FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2p1\r\n",
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        "INFO this is not JSON\r\n",
        "INFO {\"server_id\": \r\n",
        "INFO\r\n"
      })
  void whatDoesNotSpeakNats_isAProtocolError(String greeting) {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.begin().send(greeting))) {
      assertThat(outcome(broker.url(), LONG)).isEqualTo(AttemptOutcome.PROTOCOL_ERROR);
    }
  }

  /** The kernel accepts for a process that does not run. */
  @Test
  void aServerThatIsStopped_isUnreachableUntilItGoesOn() {
    try (NatsServer server = NatsServer.start()) {
      server.pause();
      try (Bus bus = Bus.open(Policies.quick(server.url()).connectTimeout(SHORT).build())) {
        await().until(() -> bus.health().attempts() >= 2);
        assertThat(bus.health().lastOutcome()).isEqualTo(AttemptOutcome.UNREACHABLE);

        server.resume();

        await().until(() -> bus.health().connected());
      }
    }
  }

  @Test
  void aServerThatIsStoppedDuringTheHandshake_isOverloaded() {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().monitoring().build());
        FaultProxy proxy = FaultProxy.to(server)) {
      // INFO is a second under way, and CONNECT another: time to stop the server in between.
      proxy.set(new Fault.Delay(Duration.ofSeconds(1)));
      try (Bus bus =
          Bus.open(Policies.quick(proxy.url()).connectTimeout(Duration.ofSeconds(4)).build())) {
        await().until(() -> server.monitoring().varz().connections() >= 1);
        server.pause();

        await().until(() -> bus.health().attempts() >= 1);
        assertThat(bus.health().lastOutcome()).isEqualTo(AttemptOutcome.OVERLOADED);

        proxy.set(new Fault.Forward());
        server.resume();
        await().until(() -> bus.health().connected());
      }
    }
  }

  private static AttemptOutcome outcome(String url, Duration connectTimeout) {
    AttemptOutcome outcome = firstAttempt(url, connectTimeout).lastOutcome();
    assertThat(outcome).isNotNull();
    return outcome;
  }

  private static Health firstAttempt(String url, Duration connectTimeout) {
    try (Bus bus = Bus.open(Policies.quick(url).connectTimeout(connectTimeout).build())) {
      await().until(() -> bus.health().attempts() >= 1);
      return bus.health();
    }
  }
}
