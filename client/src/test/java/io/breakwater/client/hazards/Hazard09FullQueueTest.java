package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.BufferFullException;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publish into a full queue of 5,000 messages blocks for two seconds, each. */
@Timeout(120)
class Hazard09FullQueueTest {
  private static final byte[] BODY = new byte[4_096];

  @Test
  void plainJnats_blocksEachPublishForTwoSeconds() throws Exception {
    try (NatsServer server = NatsServer.start();
        Connection nats = connect(plain(server.url()))) {
      server.pause();
      assertThatThrownBy(
              () -> {
                while (true) {
                  nats.publish("a", BODY);
                }
              })
          .hasMessageContaining("queue is full");
      long began = System.nanoTime();
      assertThatThrownBy(() -> nats.publish("a", BODY)).hasMessageContaining("queue is full");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
      server.resume();
    }
  }

  @Test
  void theBus_holdsThenRefusesAtOnce_andDeliversWhatItHolds() throws Exception {
    List<Long> received = new CopyOnWriteArrayList<>();
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      awaitStarted(bus);
      bus.subscribe("a", message -> received.add(ByteBuffer.wrap(message.getData()).getLong()));
      server.pause();
      long accepted = 0;
      long slow = 0;
      boolean full = false;
      while (!full) {
        long began = System.nanoTime();
        try {
          accepted =
              bus.publish("a", ByteBuffer.allocate(BODY.length).putLong(accepted + 1).array());
        } catch (BufferFullException e) {
          full = true;
        }
        slow += System.nanoTime() - began > 1_000_000_000L ? 1 : 0;
      }
      long began = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> bus.publish("a", BODY)).isInstanceOf(BufferFullException.class);
      }
      // Each of these takes jnats two seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
      assertThat(slow).isLessThan(accepted / 100);
      assertThat(bus.health().connected()).isTrue();

      server.resume();
      long last = accepted;
      await().until(() -> received.size() == last);
      assertThat(received).isSorted();
      await().until(() -> bus.health().delivery().backlogMessages() == 0);
    }
  }
}
