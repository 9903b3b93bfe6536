package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** jnats drops the wish to reconnect when an attempt happens to be running. */
@Timeout(120)
class Hazard05ForceReconnectTest {

  /** A broker whose second connection is made when the test says so. */
  private static final class SlowBroker implements AutoCloseable {
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ScriptedBroker broker =
        ScriptedBroker.start(
            number ->
                switch (number) {
                  case 1 -> Script.begin().sendInfo().serveUntil("PUB leave").close();
                  case 2 ->
                      Script.begin()
                          .sendInfo()
                          .await("PING")
                          .then(connection -> awaitAnswer())
                          .sendLine("PONG")
                          .serve();
                  default -> Script.normal();
                });

    private void awaitAnswer() throws IOException {
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private boolean attemptIsRunning() {
      return broker.connections().size() == 2
          && broker.connections().get(1).lines().contains("PING");
    }

    @Override
    public void close() {
      broker.close();
      answer.countDown();
    }
  }

  @Test
  void plainJnats_staysOnTheConnectionThatItWasToldToLeave() throws Exception {
    try (SlowBroker slow = new SlowBroker();
        Connection nats = connect(plain(slow.broker.url()).connectionTimeout(Scenarios.PATIENCE))) {
      nats.publish("leave", new byte[0]);
      await().until(slow::attemptIsRunning);

      nats.forceReconnect();
      slow.answer.countDown();

      await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
      throughout(Duration.ofSeconds(2)).until(() -> slow.broker.connections().size() == 2);
    }
  }

  @Test
  void theBus_leavesItAsSoonAsItStands() throws Exception {
    try (SlowBroker slow = new SlowBroker();
        Bus bus =
            Bus.open(
                Policies.quick(slow.broker.url()).connectTimeout(Scenarios.PATIENCE).build())) {
      awaitStarted(bus);
      Connection nats = bus.connection();
      bus.publish("leave", new byte[0]);
      await().until(slow::attemptIsRunning);

      bus.reconnect();
      slow.answer.countDown();

      await().until(() -> slow.broker.connections().size() == 3);
      await().until(() -> bus.health().connected());
      assertThat(bus.connection()).isSameAs(nats);
    }
  }

  @Test
  void theBus_leavesAStandingConnectionOnceHoweverOftenItIsAsked() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.normal());
        Bus bus = Bus.open(Policies.quick(broker.url()).build())) {
      awaitStarted(bus);
      Connection nats = bus.connection();

      for (int i = 0; i < 5; i++) {
        bus.reconnect();
      }

      await().until(() -> bus.health().reconnects() == 1);
      throughout(Duration.ofSeconds(1))
          .until(
              () -> bus.health().state() == BusState.CONNECTED && broker.connections().size() == 2);
      assertThat(bus.connection()).isSameAs(nats);
    }
  }
}
