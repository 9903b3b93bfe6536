package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.transitions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusState;
import io.breakwater.client.Events;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.NoServerLeftException;
import io.breakwater.client.Policies;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that fail too often leave the pool where the policy says so; the last one ends the bus.
 */
@Timeout(120)
class EmptiedPoolTest {
  private static final int MAX_ATTEMPTS = 3;
  private final Events events = new Events();

  @Test
  void aDeadServer_leavesThePoolAndTheOtherOneIsKept() throws Exception {
    int dead = FreePorts.take();
    String deadUrl = "nats://127.0.0.1:" + dead;
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(policy(deadUrl, server.url()), events)) {
      awaitStarted(bus);
      // Each turn away from the live server is a turn for the dead one.
      await()
          .until(
              () -> {
                bus.reconnect();
                return !events.of(LifecycleEvent.ServerRemoved.class).isEmpty();
              });

      assertThat(events.of(LifecycleEvent.ServerRemoved.class))
          .singleElement()
          .satisfies(
              removed -> {
                assertThat(removed.server()).isEqualTo(deadUrl);
                assertThat(removed.failures()).isEqualTo(MAX_ATTEMPTS);
                assertThat(removed.remaining()).isEqualTo(1);
              });
      await().until(() -> bus.health().connected());
      assertThat(bus.health().server()).isEqualTo(server.url());
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  @Test
  void theLastServer_endsABusThatWasConnected() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(policy(server.url()), events)) {
      awaitStarted(bus);
      server.kill();

      await().until(() -> bus.health().state() == BusState.CLOSED);
      await()
          .untilAsserted(
              () ->
                  assertThat(transitions(events))
                      .containsExactly(
                          "Opened",
                          "Connected",
                          "Disconnected",
                          "ServerRemoved",
                          "Failed",
                          "Closed"));
      assertThat(events.of(LifecycleEvent.Failed.class).get(0).cause())
          .isEqualTo(new NoServerLeftException().getMessage());
      assertThat(events.of(LifecycleEvent.Attempted.class)).hasSize(1 + MAX_ATTEMPTS);
      assertThatThrownBy(() -> bus.publish("a", new byte[0]))
          .isInstanceOf(BusClosedException.class);
    }
  }

  @Test
  void theLastServer_endsABusThatNeverWas() {
    int dead = FreePorts.take();
    try (Bus bus = Bus.open(policy("nats://127.0.0.1:" + dead), events)) {
      assertThatThrownBy(() -> awaitStarted(bus)).hasCauseInstanceOf(NoServerLeftException.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(transitions(events))
                      .containsExactly("Opened", "ServerRemoved", "Failed", "Closed"));
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  private static LifecyclePolicy policy(String... urls) {
    return Policies.quick(urls)
        .reconnect(
            ReconnectSettings.DEFAULTS
                .withShape(ScheduleShape.FIXED)
                .withWaitTime(Duration.ofMillis(50))
                .withMaxAttempts(MAX_ATTEMPTS))
        .build();
  }
}
