package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing from threads that others interrupt at any moment. */
@Timeout(120)
class PublishInterruptTest {
  /** Fewer than a publisher may be ahead of the server, so that it never waits. */
  private static final int MESSAGES = 20_000;

  @Test
  void interruptBetweenTheCheckAndJnats_doesNotLoseTheMessage() throws Exception {
    AtomicInteger received = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (NatsServer server = NatsServer.start();
        Connection other = Nats.connect(server.url());
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      other.createDispatcher(message -> received.incrementAndGet()).subscribe("a");
      other.flush(Duration.ofSeconds(40));
      Thread publisher = Thread.currentThread();
      Thread interrupter =
          new Thread(
              () -> {
                while (!done.get()) {
                  publisher.interrupt();
                }
              });
      interrupter.start();
      long last = 0;
      for (int i = 0; i < MESSAGES; i++) {
        last = bus.publish("a", new byte[1]);
      }
      done.set(true);
      while (interrupter.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(last).isEqualTo(MESSAGES);
      await().atMost(Duration.ofSeconds(40)).until(() -> received.get() == MESSAGES);
    }
  }
}
