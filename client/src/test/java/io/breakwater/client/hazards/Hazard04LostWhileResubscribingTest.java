package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ScriptedConnection;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The end of a socket that comes while jnats makes its subscriptions again is discarded: jnats says
 * CONNECTED and sits on a dead socket.
 */
@Timeout(120)
class Hazard04LostWhileResubscribingTest {
  /** Making them again must last longer than a FIN takes on loopback. */
  private static final int SUBSCRIPTIONS = 20_000;

  /**
   * Drops the client once it has subscribed; lets it come back, and at its first SUB sends FIN, as
   * a proxy in front of a broker does whose upstream has gone: it still reads what is sent.
   */
  private static Script finAtFirstSub(int connection) {
    return connection == 1
        ? Script.begin().sendInfo().serveUntil("SUB last").close()
        : Script.begin().sendInfo().serveUntil("SUB").halfClose();
  }

  @Test
  void plainJnats_saysConnectedOnADeadSocket() throws Exception {
    try (ScriptedBroker broker =
            ScriptedBroker.start(Hazard04LostWhileResubscribingTest::finAtFirstSub);
        Connection nats = connect(plain(broker.url()))) {
      subscribeMany(nats);
      // Where jnats was quick enough to notice, it has come back and met the next FIN.
      await().until(() -> subscriptionsAgain(broker) == SUBSCRIPTIONS);
      int connections = broker.connections().size();

      throughout(Duration.ofSeconds(3))
          .until(
              () ->
                  nats.getStatus() == Connection.Status.CONNECTED
                      && broker.connections().size() == connections);
    }
  }

  @Test
  void theBus_noticesAndComesBack() throws Exception {
    try (ScriptedBroker broker =
            ScriptedBroker.start(number -> number <= 3 ? finAtFirstSub(number) : Script.normal());
        Bus bus = Bus.open(Policies.quick(broker.url()).build())) {
      awaitStarted(bus);
      Connection nats = bus.connection();
      subscribeMany(nats);

      await().until(() -> broker.connections().size() == 4);
      await().until(() -> bus.health().connected());
      await().until(() -> subscriptionsAgain(broker) == SUBSCRIPTIONS);
      assertThat(bus.connection()).isSameAs(nats);
    }
  }

  private static void subscribeMany(Connection nats) {
    Dispatcher dispatcher = nats.createDispatcher(message -> {});
    for (int i = 1; i < SUBSCRIPTIONS; i++) {
      dispatcher.subscribe("subject." + i);
    }
    dispatcher.subscribe("last");
  }

  /** Returns how many subscriptions the last connection has made, if it is not the first. */
  private static long subscriptionsAgain(ScriptedBroker broker) {
    List<ScriptedConnection> connections = broker.connections();
    return connections.size() < 2
        ? 0
        : connections.get(connections.size() - 1).lines().stream()
            .filter(line -> line.startsWith("SUB"))
            .count();
  }
}
