package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.Events;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jnats connection of a bus ends although the bus does not want it to. */
@Timeout(120)
class ReplacedConnectionTest {
  private final Events events = new Events();
  private final List<Map.Entry<Integer, Connection>> told = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  @Test
  void close_replacesTheConnectionWithItsSubscriptionsAndTellsWho() throws Exception {
    endedBy(Connection::close);
  }

  @Test
  void drain_replacesTheConnectionWithItsSubscriptionsAndTellsWho() throws Exception {
    endedBy(connection -> assertThat(connection.drain(Duration.ofSeconds(20)).get()).isTrue());
  }

  private void endedBy(End end) throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = open(server)) {
      Connection first = bus.connection();

      end.of(first);
      // Whether the connection has been replaced by now or not.
      var late = bus.subscribe("late", this::receive);

      await().until(() -> told.size() == 2);
      assertThat(told).extracting(Map.Entry::getKey).containsExactly(1, 2);
      assertThat(told.get(0).getValue()).isSameAs(first);
      assertThat(told.get(1).getValue()).isSameAs(bus.connection()).isNotSameAs(first);
      assertThat(first.getStatus()).isEqualTo(Connection.Status.CLOSED);
      assertDelivers(bus, "early");
      assertDelivers(bus, "late");
      late.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(Scenarios.transitions(events))
                      .containsExactly(
                          "Opened",
                          "Connected",
                          "Disconnected",
                          "ConnectionReplaced",
                          "Reconnected"));
      assertThat(bus.health().reconnects()).isEqualTo(1);
    }
  }

  @Test
  void close_closeAgain_replacesEachTime() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = open(server)) {
      for (int generation = 2; generation <= 4; generation++) {
        int expected = generation;
        bus.connection().close();
        await().until(() -> told.size() == expected);
      }
      assertThat(told).extracting(Map.Entry::getKey).containsExactly(1, 2, 3, 4);
      assertDelivers(bus, "early");
    }
  }

  @Test
  void closeDuringAnOutage_comesBackOnANewConnection() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = open(server)) {
      server.kill();
      await().until(() -> bus.health().attempts() >= 2);
      bus.connection().close();
      await()
          .untilAsserted(
              () -> assertThat(Scenarios.transitions(events)).contains("ConnectionReplaced"));
      assertThat(bus.health().state()).isEqualTo(BusState.DISCONNECTED);

      server.restart();

      await().until(() -> told.size() == 2);
      assertDelivers(bus, "early");
    }
  }

  /** Nobody has a reason to do this; if somebody does, the bus is back all the same. */
  @Test
  void interruptAtTheGate_comesBackOnANewConnection() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = open(server)) {
      server.kill();
      await().until(() -> bus.health().attempts() >= 2);
      await()
          .untilAsserted(
              () -> {
                interruptWhoWaitsAtTheGate();
                assertThat(Scenarios.transitions(events)).contains("ConnectionReplaced");
              });
      server.restart();

      await().until(() -> bus.health().connected() && told.size() == 2);
      assertDelivers(bus, "early");
    }
  }

  private static void interruptWhoWaitsAtTheGate() {
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (List.of(stack).stream()
                  .anyMatch(
                      frame ->
                          frame.getClassName().endsWith(".AttemptGate")
                              && frame.getMethodName().equals("awaitTurn"))) {
                thread.interrupt();
              }
            });
  }

  private Bus open(NatsServer server) throws Exception {
    Bus bus = Bus.open(Policies.quick(server.url()).build(), events);
    bus.onConnection((generation, connection) -> told.add(Map.entry(generation, connection)));
    BusSubscription early = bus.subscribe("early", this::receive);
    assertThat(early.subject()).isEqualTo("early");
    awaitStarted(bus);
    await().until(() -> told.size() == 1);
    return bus;
  }

  private void receive(io.nats.client.Message message) {
    received.add(new String(message.getData(), StandardCharsets.UTF_8));
  }

  private void assertDelivers(Bus bus, String subject) {
    await().until(() -> bus.health().connected());
    String text = subject + " " + System.nanoTime();
    bus.publish(subject, text.getBytes(StandardCharsets.UTF_8));
    await().untilAsserted(() -> assertThat(received).containsOnlyOnce(text));
  }

  private interface End {
    void of(Connection connection) throws Exception;
  }
}
