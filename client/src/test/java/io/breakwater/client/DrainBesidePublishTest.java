package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.BufferPolicy;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backlog of the outbox, while others go on to publish. */
@Timeout(120)
class DrainBesidePublishTest {
  private static final int BACKLOG = 1_000;
  private static final int DRAIN_RATE = 1_000;
  private static final int PUBLISHED_PER_SECOND = 600;

  private final Events events = new Events();

  private static CompletionStage<Receipt> send(Bus bus, int i) {
    return bus.outbox().send("job.a", new byte[8], MessageId.of("j" + i));
  }

  /** With both, the server saw 1.6 times the rate. */
  @Test
  void whatIsPublishedBesideADrain_isPartOfItsRate() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build())) {
      try (Connection admin = Nats.connect(server.url())) {
        admin.jetStreamManagement().addStream(Jobs.STREAM);
      }
      server.kill();
      BufferPolicy buffer = BufferPolicy.DEFAULTS.withDrainRate(DRAIN_RATE);
      try (Bus bus = Bus.open(Policies.quick(server.url()).buffer(buffer).build(), events)) {
        CompletionStage<Receipt> last = send(bus, 0);
        for (int i = 1; i < BACKLOG; i++) {
          last = send(bus, i);
        }
        server.restart();
        Jobs.get(bus.started());
        long began = System.nanoTime();
        long published = 0;
        while (events.of(LifecycleEvent.DrainEnded.class).isEmpty()) {
          long due = (System.nanoTime() - began) * PUBLISHED_PER_SECOND / 1_000_000_000L;
          for (; published < due; published++) {
            bus.publish("live", new byte[8]);
          }
          Thread.sleep(1);
        }
        Jobs.get(last);
      }
    }
    // 1 s without the others, 2.5 s with them.
    assertThat(events.of(LifecycleEvent.DrainEnded.class).get(0).took())
        .isGreaterThan(Duration.ofMillis(1_700));
  }
}
