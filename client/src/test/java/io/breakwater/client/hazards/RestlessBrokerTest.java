package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.Events;
import io.breakwater.client.NotConnectedException;
import io.breakwater.client.Policies;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults, wishes and ends in any order and at any moment: what is left is one connection. */
@Timeout(120)
class RestlessBrokerTest {
  private static final int STEPS = 60;
  private static final int MAX_PAUSE_MICROS = 60_000;

  private final Events events = new Events();
  private final List<String> received = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverHappened_oneConnectionIsLeftAndDelivers(long seed) throws Exception {
    disturbAtRandom(seed);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("manySeeds")
  void whateverHappened_manyTimes(long seed) throws Exception {
    disturbAtRandom(seed);
  }

  static LongStream manySeeds() {
    return LongStream.rangeClosed(101, 140);
  }

  private void disturbAtRandom(long seed) throws Exception {
    Random random = new Random(seed);
    try (NatsServer server = NatsServer.start();
        FaultProxy proxy = FaultProxy.to(server);
        Bus bus = Bus.open(Policies.quick(proxy.url()).reconnect(hasty()).build(), events)) {
      var subscription = bus.subscribe("news", this::receive);
      awaitStarted(bus);

      for (int i = 0; i < STEPS; i++) {
        disturb(random.nextInt(8), proxy, bus);
        TimeUnit.MICROSECONDS.sleep(random.nextInt(MAX_PAUSE_MICROS));
      }
      proxy.set(new Fault.Forward());
      // What is held by no one would stay.
      await().until(() -> bus.health().connected() && proxy.openConnections() == 1);

      await()
          .untilAsserted(
              () -> {
                publish(bus);
                assertThat(received).isNotEmpty();
              });
      subscription.close();
      assertAlternate();
    }
  }

  private static void disturb(int what, FaultProxy proxy, Bus bus) throws Exception {
    switch (what) {
      case 0, 1 -> proxy.dropConnections();
      case 2 -> proxy.set(new Fault.Refuse());
      case 3 -> proxy.set(new Fault.HalfClose());
      case 4 -> bus.reconnect();
      case 5 -> closeConnection(bus);
      default -> proxy.set(new Fault.Forward());
    }
  }

  private static void closeConnection(Bus bus) throws InterruptedException {
    try {
      bus.connection().close();
    } catch (NotConnectedException e) {
      // The last one was closed a moment ago, and the next is not there yet.
    }
  }

  private static void publish(Bus bus) {
    try {
      bus.publish("news", "good".getBytes(StandardCharsets.UTF_8));
    } catch (BusException e) {
      // Not connected at the moment: the caller comes again.
    }
  }

  private void receive(io.nats.client.Message message) {
    received.add(new String(message.getData(), StandardCharsets.UTF_8));
  }

  /** No end of an outage without its beginning. */
  private void assertAlternate() {
    List<String> turns =
        Scenarios.transitions(events).stream()
            .filter(name -> name.equals("Disconnected") || name.equals("Reconnected"))
            .toList();
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i)).isEqualTo(i % 2 == 0 ? "Disconnected" : "Reconnected");
    }
  }

  private static ReconnectSettings hasty() {
    return ReconnectSettings.DEFAULTS
        .withShape(ScheduleShape.FIXED)
        .withWaitTime(Duration.ofMillis(10));
  }
}
