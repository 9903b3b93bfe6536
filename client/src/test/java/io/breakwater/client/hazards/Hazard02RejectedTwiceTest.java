package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.transitions;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Breakwater;
import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.client.Events;
import io.breakwater.client.Policies;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The same authentication error twice from one server closes a jnats connection for good, although
 * it was told to try for ever.
 */
@Timeout(120)
class Hazard02RejectedTwiceTest {
  private static final String USER = "service";
  private static final String PASSWORD = "right";

  @Test
  void plainJnats_closesAConnectionThatWasToComeBackForEver() throws Exception {
    try (NatsServer server = NatsServer.start(asking(PASSWORD));
        Connection nats = connect(impatient(server))) {
      restartAsking("another", server);

      await().until(() -> nats.getStatus() == Connection.Status.CLOSED);
    }
  }

  @Test
  void plainJnats_returnsAClosedConnectionFromAConnectThatWasToRetry() throws Exception {
    try (NatsServer server = NatsServer.start(asking("another"));
        Connection nats = Nats.connectReconnectOnConnect(impatient(server).build())) {
      assertThat(nats.getStatus()).isEqualTo(Connection.Status.CLOSED);
    }
  }

  @Test
  void theBus_staysOnTheSameConnectionAndIsBackWhenThePasswordIsRightAgain() throws Exception {
    Events events = new Events();
    try (NatsServer server = NatsServer.start(asking(PASSWORD));
        Bus bus = Bus.open(policy(server).build(), events)) {
      awaitStarted(bus);
      Connection nats = bus.connection();

      restartAsking("another", server);
      awaitRejections(bus);
      assertThat(bus.health().state()).isEqualTo(BusState.DISCONNECTED);
      restartAsking(PASSWORD, server);

      await().until(() -> bus.health().connected());
      assertThat(bus.connection()).isSameAs(nats);
      await()
          .untilAsserted(
              () ->
                  assertThat(transitions(events))
                      .containsExactly("Opened", "Connected", "Disconnected", "Reconnected"));
    }
  }

  @Test
  void theBus_waitsThroughRejectionsAtItsStart() throws Exception {
    try (NatsServer server = NatsServer.start(asking("another"));
        Bus bus = Bus.open(policy(server).build())) {
      awaitRejections(bus);
      assertThat(bus.health().state()).isEqualTo(BusState.CONNECTING);

      restartAsking(PASSWORD, server);

      awaitStarted(bus);
    }
  }

  /**
   * A server that takes the rights away from a connection that stands says the words of a
   * rejection, and jnats remembers them under the URI of that connection.
   */
  @Test
  void theBus_survivesAServerThatDropsItWithTheWordsOfARejection() throws Exception {
    Events events = new Events();
    try (ScriptedBroker broker =
            ScriptedBroker.start(
                number ->
                    switch (number) {
                      case 1, 4 ->
                          Script.begin()
                              .sendInfo()
                              .serveUntil("PUB leave")
                              .sendLine("-ERR 'Authorization Violation'")
                              .close();
                      case 10 -> Script.normal();
                      default -> Script.rejecting("Authorization Violation");
                    });
        Bus bus = Bus.open(Policies.quick(broker.url()).build(), events)) {
      awaitStarted(bus);
      Connection nats = bus.connection();
      for (int outage = 1; outage <= 2; outage++) {
        int expected = outage;
        bus.publish("leave", new byte[0]);
        await().until(() -> bus.health().connected() && bus.health().reconnects() == expected);
      }
      assertThat(broker.connections()).hasSize(10);
      assertThat(bus.connection()).isSameAs(nats);
      assertThat(transitions(events)).doesNotContain("ConnectionReplaced");
    }
  }

  @Test
  void theGuard_comesBackToo() throws Exception {
    try (NatsServer server = NatsServer.start(asking(PASSWORD));
        Connection nats = connect(Breakwater.guard(impatient(server), policy(server).build()))) {
      long before = nats.getStatistics().getReconnects();
      restartAsking("another", server);
      // Each rejection is an error of the server's.
      await().until(() -> nats.getStatistics().getErrs() >= 4);
      restartAsking(PASSWORD, server);

      await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
      assertThat(nats.getStatistics().getReconnects()).isEqualTo(before + 1);
    }
  }

  private static void awaitRejections(Bus bus) {
    await()
        .until(
            () ->
                bus.health().attempts() >= 4
                    && bus.health().lastOutcome() == AttemptOutcome.AUTH_REJECTED);
  }

  private static ServerConfig asking(String password) {
    return ServerConfig.builder()
        .authentication(new Authentication.Password(USER, password))
        .build();
  }

  private static void restartAsking(String password, NatsServer server) {
    server.configure(asking(password));
    server.restart();
  }

  /** A rejected attempt of plain jnats lasts its whole timeout (hazard 15). */
  private static Options.Builder impatient(NatsServer server) {
    return plain(server.url())
        .userInfo(USER.toCharArray(), PASSWORD.toCharArray())
        .connectionTimeout(Duration.ofSeconds(1));
  }

  private static LifecyclePolicyBuilder policy(NatsServer server) {
    return Policies.quick(server.url())
        .authentication(
            new io.breakwater.policy.Authentication.UserPassword(
                USER, new SecretSource.Inline(Secret.of(PASSWORD))));
  }
}
