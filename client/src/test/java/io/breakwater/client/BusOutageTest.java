package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.BufferPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker goes and comes back under a bus. */
@Timeout(60)
class BusOutageTest {

  @Test
  void aBusOpenedOnARunningBrokerIsConnectedAndDelivers() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      bus.subscribe(
          "greetings",
          message -> received.add(new String(message.getData(), StandardCharsets.UTF_8)));
      bus.started().toCompletableFuture().get(20, TimeUnit.SECONDS);

      bus.publish("greetings", "hello".getBytes(StandardCharsets.UTF_8));

      await().untilAsserted(() -> assertThat(received).containsExactly("hello"));
      assertThat(bus.health().connected()).isTrue();
      assertThat(bus.health().server()).isEqualTo(server.url());
    }
  }

  @Test
  void aKilledBrokerMeansDisconnectedAndItsReturnMeansConnectedWithTheSameSubscriptions()
      throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    try (NatsServer server = NatsServer.start();
        Bus bus =
            Bus.open(
                Policies.quick(server.url())
                    .buffer(BufferPolicy.DEFAULTS.withCapacityBytes(0))
                    .build(),
                events::add)) {
      bus.started().toCompletableFuture().get(20, TimeUnit.SECONDS);
      bus.subscribe(
          "greetings",
          message -> received.add(new String(message.getData(), StandardCharsets.UTF_8)));

      server.kill();
      await().until(() -> bus.health().state() == BusState.DISCONNECTED);
      assertThatThrownBy(() -> bus.publish("greetings", new byte[0]))
          .isInstanceOf(NotConnectedException.class)
          .hasMessage("publish to greetings: nats disconnected");
      await().until(() -> bus.health().attempts() >= 3);
      server.restart();

      await().until(() -> bus.health().connected());
      bus.publish("greetings", "again".getBytes(StandardCharsets.UTF_8));
      await().untilAsserted(() -> assertThat(received).containsExactly("again"));
      assertThat(bus.health().reconnects()).isEqualTo(1);
      assertThat(bus.health().outageAge()).isEqualTo(Duration.ZERO);
      await()
          .untilAsserted(
              () ->
                  assertThat(events)
                      .filteredOn(event -> !(event instanceof LifecycleEvent.Attempted))
                      .extracting(event -> event.getClass().getSimpleName())
                      .containsExactly("Opened", "Connected", "Disconnected", "Reconnected"));
    }
  }
}
