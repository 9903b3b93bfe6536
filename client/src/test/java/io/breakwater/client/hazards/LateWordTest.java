package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * jnats tells of the end of a connection on one thread, after all that it told before: an
 * application's own listener that is slow keeps the word back until the next connection has long
 * been made. What that one answers says nothing about what the old one lost.
 */
@Timeout(120)
class LateWordTest {
  private static final int MESSAGES = 1_000;

  @Test
  void wordOfTheEndThatComesLate_makesNoLossAConfirmation() throws Exception {
    Set<Long> received = ConcurrentHashMap.newKeySet();
    List<IndeterminateRange> ranges = new CopyOnWriteArrayList<>();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      awaitStarted(bus);
      bus.onDelivery(
          new DeliveryListener() {
            @Override
            public void indeterminate(IndeterminateRange range) {
              ranges.add(range);
            }
          });
      bus.subscribe("a", message -> received.add(number(message)));
      bus.connection()
          .addConnectionListener(
              (connection, event) -> {
                if (event == ConnectionListener.Events.RESUBSCRIBED) {
                  busy.countDown();
                  awaitQuietly(go);
                }
              });
      server.kill();
      server.restart();
      busy.await();
      long sure = bus.publish("a", body(1));
      await().until(() -> received.contains(sure));

      server.pause();
      for (long i = sure + 1; i <= MESSAGES; i++) {
        bus.publish("a", body(i));
      }
      Connection nats = bus.connection();
      server.kill();
      await().until(() -> nats.getStatus() != Connection.Status.CONNECTED);
      server.restart();
      await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
      long last = bus.publish("a", body(MESSAGES + 1));
      await().until(() -> received.contains(last));
      // Time enough for the bus to ask this connection how far it has read.
      Thread.sleep(500);
      assertThat(ranges).isEmpty();
      go.countDown();

      await().until(() -> !ranges.isEmpty());
      assertThat(received).hasSizeLessThan(MESSAGES);
      assertThat(LongStream.rangeClosed(1, MESSAGES).filter(i -> !received.contains(i)))
          .allMatch(lost -> ranges.stream().anyMatch(r -> r.first() <= lost && lost <= r.last()));
    } finally {
      go.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] body(long number) {
    return ByteBuffer.allocate(128).putLong(number).array();
  }

  private static long number(Message message) {
    return ByteBuffer.wrap(message.getData()).getLong();
  }
}
