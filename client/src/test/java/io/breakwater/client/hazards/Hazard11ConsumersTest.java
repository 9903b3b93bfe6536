package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.throughout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.client.Jobs;
import io.breakwater.client.Policies;
import io.breakwater.client.internal.CapturedLog;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * jnats's simplified consumers notice a lost connection by missed heartbeats only, 45 to 90 s
 * later: the fetch that was open is forgotten by the server, and nobody asks again.
 */
@Timeout(120)
class Hazard11ConsumersTest {
  private final List<String> received = new CopyOnWriteArrayList<>();

  @Test
  void plainJnats_isConnectedAgainAndConsumesNothing() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        Connection nats = connect(plain(server.url()))) {
      nats.jetStreamManagement().addStream(Jobs.STREAM);
      nats.jetStreamManagement().addOrUpdateConsumer("JOBS", Jobs.worker().build());
      try (MessageConsumer consumer =
          nats.getConsumerContext("JOBS", "worker").consume(this::receive)) {
        nats.jetStream().publish("job.a", new byte[] {'1'});
        await().until(() -> received.contains("1"));

        server.kill();
        await().until(() -> nats.getStatus() != Connection.Status.CONNECTED);
        server.restart();
        await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
        await().ignoreExceptions().until(() -> stored(nats));

        throughout(Duration.ofSeconds(10)).until(() -> !received.contains("2"));
        assertThat(consumer.isStopped()).isFalse();
      }
    }
  }

  private static boolean stored(Connection nats) throws Exception {
    nats.jetStream().publish("job.a", new byte[] {'2'});
    return true;
  }

  /**
   * The end of the connection does it, and not what notices after 15 s that no answer comes: that
   * would say so.
   */
  @Test
  void theBus_consumesAgainWithItsConnection_withoutWaitingForAnAnswerThatDoesNotCome() {
    List<String> noticed =
        CapturedLog.of(
            "the server does not answer fetches",
            () -> assertThatNoException().isThrownBy(this::busThroughAnOutage));
    assertThat(noticed).isEmpty();
  }

  private void busThroughAnOutage() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      Jobs.ensure(bus);
      bus.jetStream().consume(Jobs.spec(), message -> received.add(Jobs.text(message)));
      Jobs.put(bus, "job.a", "1");
      await().until(() -> received.contains("1"));

      server.kill();
      await().until(() -> !bus.health().connected());
      server.restart();
      await().until(() -> bus.health().connected());
      await().ignoreExceptions().until(() -> stored(bus.connection()));

      await().until(() -> received.contains("2"));
    }
  }

  private void receive(Message message) {
    received.add(Jobs.text(message));
    message.ack();
  }
}
