package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.transitions;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.Events;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * jnats says DISCONNECTED after each failed attempt, and RECONNECTED at a first connection that
 * took more than one pass.
 */
@Timeout(120)
class Hazard13EventsTest {

  @Test
  void plainJnats_saysDisconnectedManyTimesInOneOutage() throws Exception {
    Scenarios.Recorder recorder = new Scenarios.Recorder();
    try (NatsServer server = NatsServer.start();
        Connection nats = connect(plain(server.url()).connectionListener(recorder))) {
      server.kill();

      await().until(() -> recorder.count(ConnectionListener.Events.DISCONNECTED) >= 4);
      assertThat(nats.getStatus()).isNotEqualTo(Connection.Status.CONNECTED);
    }
  }

  @Test
  void plainJnats_saysReconnectedThoughItNeverWasConnected() throws Exception {
    Scenarios.Recorder recorder = new Scenarios.Recorder();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      Future<Connection> connecting =
          caller.submit(
              () ->
                  Nats.connectReconnectOnConnect(
                      plain(server.url()).connectionListener(recorder).build()));
      await().until(() -> recorder.count(ConnectionListener.Events.DISCONNECTED) >= 2);
      server.restart();

      try (Connection nats = connecting.get(Scenarios.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        assertThat(nats.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        await().until(() -> recorder.count(ConnectionListener.Events.RECONNECTED) == 1);
        assertThat(recorder.events()).doesNotContain(ConnectionListener.Events.CONNECTED);
      }
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void theBus_tellsOfOneOutageOnce() throws Exception {
    Events events = new Events();
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build(), events)) {
      awaitStarted(bus);
      server.kill();
      await().until(() -> bus.health().attempts() >= 4);
      server.restart();

      await()
          .untilAsserted(
              () ->
                  assertThat(transitions(events))
                      .containsExactly("Opened", "Connected", "Disconnected", "Reconnected"));
      assertThat(bus.health().reconnects()).isEqualTo(1);
      assertThat(events.of(LifecycleEvent.Reconnected.class).get(0).attempts())
          .isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void theBus_isConnectedNotReconnectedTheFirstTime() throws Exception {
    Events events = new Events();
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      try (Bus bus = Bus.open(Policies.quick(server.url()).build(), events)) {
        await().until(() -> bus.health().attempts() >= 3);
        server.restart();
        awaitStarted(bus);

        await()
            .untilAsserted(
                () -> assertThat(transitions(events)).containsExactly("Opened", "Connected"));
        assertThat(bus.health().reconnects()).isZero();
      }
    }
  }
}
