package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that accepts and answers nothing: no socket ends, only the pings stay unanswered. */
@Tag("soak")
@Timeout(400)
class HangingBrokerTest {
  /** Pings each 15 s, of which three may be open: 45 to 75 s, and time for a busy machine. */
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(2);

  @Test
  void aBrokerThatHangs_isNoticed_andTakenBackWhenItWakes() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      awaitStarted(bus);

      server.pause();
      Awaitility.await().atMost(NOTICED_WITHIN).until(() -> !bus.health().connected());
      server.resume();

      Awaitility.await().atMost(NOTICED_WITHIN).until(() -> bus.health().connected());
      assertThat(bus.health().reconnects()).isEqualTo(1);
    }
  }
}
