package io.breakwater.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.BufferPolicy;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that is left on purpose gets what was published before; what comes meanwhile is held.
 */
@Timeout(120)
class ReconnectUnderLoadTest {
  private static final int TIMES = 20;

  /** For 20 MB/s at most, and a slot that comes after 100 ms, or seconds on a busy machine. */
  private static final BufferPolicy ROOMY = BufferPolicy.DEFAULTS.withCapacityBytes(64 << 20);

  @Test
  void everythingArrives_andNothingIsRefused() throws Exception {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    Set<String> received = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    try (NatsServer server = NatsServer.start();
        Connection observer = Nats.connect(server.url());
        Bus bus = Bus.open(Policies.quick(server.url()).buffer(ROOMY).build())) {
      observer
          .createDispatcher(m -> received.add(new String(m.getData(), UTF_8).strip()))
          .subscribe("n");
      observer.flush(Duration.ofSeconds(20));
      bus.started().toCompletableFuture().get(20, TimeUnit.SECONDS);
      // What comes in and is not read turns the end of a socket into a reset, which loses most.
      bus.subscribe("n", message -> {});

      Thread publisher = new Thread(() -> publish(bus, accepted, over), "publisher");
      publisher.start();
      for (int i = 1; i <= TIMES; i++) {
        int before = accepted.size();
        await().until(() -> accepted.size() > before + 200);
        for (int j = 0; j < 500; j++) {
          String burst = "burst %d, %d".formatted(i, j);
          bus.publish("n", "%-4096s".formatted(burst).getBytes(UTF_8));
          accepted.add(burst);
        }
        bus.reconnect();
        int reconnects = i;
        await().until(() -> bus.health().reconnects() >= reconnects && bus.health().connected());
      }
      over.set(true);
      publisher.join();
      await().until(() -> bus.health().delivery().backlogMessages() == 0);
      bus.connection().flush(Duration.ofSeconds(20));
      observer.flush(Duration.ofSeconds(20));

      await()
          .untilAsserted(
              () ->
                  assertThat(accepted.stream().filter(sent -> !received.contains(sent)).sorted())
                      .isEmpty());
      assertThat(bus.health().delivery().undelivered()).isEmpty();
      assertThat(bus.health().delivery().published()).isEqualTo(accepted.size());
    }
  }

  private static void publish(Bus bus, Set<String> accepted, AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      bus.publish("n", "%-4096d".formatted(i).getBytes(UTF_8));
      accepted.add(Integer.toString(i));
      if (i % 5 == 0) {
        sleepAMillisecond();
      }
    }
  }

  private static void sleepAMillisecond() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
