package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Breakwater;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Zero jitter makes jnats's delay throw, and that ends its reconnecting in silence. */
@Timeout(120)
class Hazard01ZeroJitterTest {

  @Test
  void plainJnats_isDisconnectedForEverAndStillAcceptsMessages() throws Exception {
    Scenarios.Recorder zero = new Scenarios.Recorder();
    Scenarios.Recorder some = new Scenarios.Recorder();
    try (NatsServer server = NatsServer.start();
        Connection nats =
            connect(plain(server.url()).reconnectJitter(Duration.ZERO).connectionListener(zero));
        Connection control = connect(plain(server.url()).connectionListener(some))) {
      server.kill();
      // The drop, and the first attempt, which comes without a delay.
      await().until(() -> zero.count(ConnectionListener.Events.DISCONNECTED) >= 2);
      await().until(() -> some.count(ConnectionListener.Events.DISCONNECTED) >= 2);
      server.restart();

      await().until(() -> control.getStatus() == Connection.Status.CONNECTED);
      throughout(Duration.ofSeconds(2))
          .until(() -> nats.getStatus() == Connection.Status.DISCONNECTED);
      nats.publish("accepted", new byte[1]);
      assertThat(zero.events()).doesNotContain(ConnectionListener.Events.CLOSED);
    }
  }

  @Test
  void theBus_comesBack() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(zeroJitter(server).build())) {
      awaitStarted(bus);
      server.kill();
      await().until(() -> bus.health().attempts() >= 2);
      server.restart();

      await().until(() -> bus.health().connected());
      bus.publish("accepted", new byte[1]);
    }
  }

  @Test
  void theGuard_comesBack() throws Exception {
    Scenarios.Recorder recorder = new Scenarios.Recorder();
    try (NatsServer server = NatsServer.start();
        Connection nats =
            connect(
                Breakwater.guard(
                    plain(server.url()).reconnectJitter(Duration.ZERO).connectionListener(recorder),
                    zeroJitter(server).build()))) {
      server.kill();
      await().until(() -> recorder.count(ConnectionListener.Events.DISCONNECTED) >= 2);
      server.restart();

      await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
    }
  }

  private static LifecyclePolicyBuilder zeroJitter(NatsServer server) {
    return Policies.quick(server.url())
        .reconnect(
            ReconnectSettings.DEFAULTS
                .withShape(ScheduleShape.JITTER)
                .withWaitTime(Duration.ofMillis(100))
                .withJitter(Duration.ZERO));
  }
}
