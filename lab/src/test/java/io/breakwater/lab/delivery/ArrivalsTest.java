package io.breakwater.lab.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void isThereAgain_afterEachDeathOfTheBroker_andMissesNothingWhileItIs() throws Exception {
    AtomicLong sum = new AtomicLong();
    try (NatsServer server = NatsServer.start();
        Arrivals arrivals =
            new Arrivals(server.port(), "a.b", body -> sum.addAndGet(Body.of(body).sequence()))) {
      long expected = 0;
      for (int round = 0; round < 3; round++) {
        await().atMost(PATIENCE).until(arrivals::subscribed);
        try (Connection nats = JnatsPublisher.connect(server.url(), "test")) {
          for (int i = 0; i < 1_000; i++) {
            // Half of them with headers, which a subscriber without headers must not see.
            Headers headers = i % 2 == 0 ? null : new Headers().add("Nats-Msg-Id", "x");
            nats.publish("a.b", headers, new Body(0, i).bytes());
            expected += i;
          }
          nats.flush(PATIENCE);
        }
        // What the broker had handed on before its death is read all the same.
        server.kill();
        await().atMost(PATIENCE).until(() -> !arrivals.subscribed());
        assertThat(arrivals.count()).isEqualTo(1_000L * (round + 1));
        assertThat(sum).hasValue(expected);
        server.restart();
      }
    }
  }
}
