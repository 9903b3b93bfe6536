package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
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
  private static final int JOBS = 5_000;

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
      Thread interrupter = new Thread(() -> interrupt(publisher, done));
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

  /** A lost one would be counted as acknowledged, and its message come again an hour later. */
  @Test
  void interruptBetweenTheCheckAndJnats_doesNotLoseTheAcknowledgement() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      Jobs.ensure(bus);
      ConsumerSpec spec =
          ConsumerSpec.of("JOBS", Jobs.worker().ackWait(Duration.ofHours(1)).build(), "dead.job")
              .withPrefetch(200);
      BusConsumer consumer =
          bus.jetStream()
              .consume(
                  spec,
                  message -> {
                    Thread handler = Thread.currentThread();
                    if (interrupted.compareAndSet(false, true)) {
                      new Thread(() -> interrupt(handler, done)).start();
                    }
                  });
      for (int i = 0; i < JOBS; i++) {
        bus.publish("job.a", new byte[1]);
      }
      await().atMost(Duration.ofSeconds(40)).until(() -> consumer.health().acknowledged() == JOBS);
      done.set(true);
      Jobs.await().until(() -> Jobs.allAcknowledged(bus));
    } finally {
      done.set(true);
    }
  }

  private static void interrupt(Thread thread, AtomicBoolean done) {
    while (!done.get()) {
      thread.interrupt();
    }
  }
}
