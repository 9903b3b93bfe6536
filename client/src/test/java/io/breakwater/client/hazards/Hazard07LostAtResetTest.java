package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.Events;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What was handed to the socket when the connection ends is lost. The broker here is stopped (it
 * reads nothing), takes what fits into the sockets, and is killed.
 */
@Timeout(120)
class Hazard07LostAtResetTest {
  private static final int MESSAGES = 1_000;

  @Test
  void plainJnats_losesMessages_andNobodyHearsOfIt() throws Exception {
    Set<Long> received = ConcurrentHashMap.newKeySet();
    List<String> reports = new CopyOnWriteArrayList<>();
    Scenarios.Recorder recorder = new Scenarios.Recorder();
    try (NatsServer server = NatsServer.start();
        Connection nats =
            connect(
                plain(server.url())
                    .connectionListener(recorder)
                    .errorListener(
                        new ErrorListener() {
                          @Override
                          public void messageDiscarded(Connection conn, Message msg) {
                            reports.add(msg.getSubject());
                          }
                        }))) {
      nats.createDispatcher(message -> received.add(number(message))).subscribe("a");
      server.pause();
      for (long i = 1; i <= MESSAGES; i++) {
        nats.publish("a", body(i));
      }
      await().until(() -> nats.getStatistics().getOutMsgs() >= MESSAGES);
      server.kill();
      await().until(() -> recorder.count(ConnectionListener.Events.DISCONNECTED) >= 1);
      server.restart();
      await().until(() -> recorder.count(ConnectionListener.Events.RESUBSCRIBED) >= 1);
      nats.publish("a", body(MESSAGES + 1));
      await().until(() -> received.contains(MESSAGES + 1L));

      assertThat(received).hasSizeLessThan(MESSAGES);
      assertThat(reports).isEmpty();
    }
  }

  @Test
  void theBus_reportsARange_inWhichEveryLostMessageLies() throws Exception {
    Set<Long> received = ConcurrentHashMap.newKeySet();
    List<IndeterminateRange> ranges = new CopyOnWriteArrayList<>();
    Events events = new Events();
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build(), events)) {
      awaitStarted(bus);
      bus.onDelivery(
          new DeliveryListener() {
            @Override
            public void indeterminate(IndeterminateRange range) {
              ranges.add(range);
            }
          });
      bus.subscribe("a", message -> received.add(number(message)));
      long sure = bus.publish("a", body(1));
      await().until(() -> received.contains(1L));
      server.pause();
      for (long i = sure + 1; i <= MESSAGES; i++) {
        assertThat(bus.publish("a", body(i))).isEqualTo(i);
      }
      server.kill();
      await().until(() -> !bus.health().connected());
      server.restart();
      await().until(() -> bus.health().connected());
      long last = bus.publish("a", body(MESSAGES + 1));
      await().until(() -> received.contains(last));

      assertThat(received).hasSizeLessThan(MESSAGES);
      await().until(() -> !ranges.isEmpty());
      assertThat(LongStream.rangeClosed(1, MESSAGES).filter(i -> !received.contains(i)))
          .allMatch(lost -> ranges.stream().anyMatch(r -> r.first() <= lost && lost <= r.last()));
      assertThat(ranges.stream().mapToLong(IndeterminateRange::count).sum())
          .isLessThanOrEqualTo(MESSAGES)
          .isEqualTo(bus.health().delivery().indeterminate());
      assertThat(events.of(LifecycleEvent.Indeterminate.class)).isNotEmpty();
    }
  }

  private static byte[] body(long number) {
    return ByteBuffer.allocate(128).putLong(number).array();
  }

  private static long number(Message message) {
    return ByteBuffer.wrap(message.getData()).getLong();
  }
}
