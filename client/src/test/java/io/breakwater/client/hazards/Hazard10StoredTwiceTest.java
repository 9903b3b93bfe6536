package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.client.MessageId;
import io.breakwater.client.Policies;
import io.breakwater.client.Receipt;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JetStream publish that has failed with a timeout is stored all the same, later. */
@Timeout(120)
class Hazard10StoredTwiceTest {

  @Test
  void plainJnats_saysThatItFailed_andSoTheRetryDuplicates() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        Connection nats = connect(plain(server.url()))) {
      stream(nats);
      JetStream jetStream =
          nats.jetStream(JetStreamOptions.builder().requestTimeout(Duration.ofMillis(300)).build());
      server.pause();
      assertThatThrownBy(() -> jetStream.publish("orders.1", new byte[1]))
          .isInstanceOf(IOException.class);
      server.resume();
      await().until(() -> stored(nats) == 1);
      jetStream.publish("orders.1", new byte[1]);
      assertThat(stored(nats)).isEqualTo(2);
    }
  }

  @Test
  void theOutbox_sendsAgainWithTheSameId_andItIsStoredOnce() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      awaitStarted(bus);
      stream(bus.connection());
      first(bus);
      server.pause();
      CompletionStage<Receipt> receipt =
          bus.outbox().send("orders.1", new byte[1], MessageId.of("1"));
      await().until(() -> bus.connection().getStatistics().getOutMsgs() > 0);
      // The message is in the sockets; a new connection makes the outbox send it again.
      bus.reconnect();
      await().until(() -> !bus.health().connected());
      server.resume();

      assertThat(receipt.toCompletableFuture().get(40, TimeUnit.SECONDS).stream())
          .isEqualTo("ORDERS");
      await().until(() -> bus.health().connected());
      assertThat(stored(bus.connection())).isEqualTo(2);
    }
  }

  private static void first(Bus bus) throws Exception {
    bus.outbox()
        .send("orders.1", new byte[1], MessageId.of("0"))
        .toCompletableFuture()
        .get(40, TimeUnit.SECONDS);
  }

  private static void stream(Connection nats) throws Exception {
    nats.jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .storageType(StorageType.File)
                .build());
  }

  private static long stored(Connection nats) throws Exception {
    return nats.jetStreamManagement().getStreamInfo("ORDERS").getStreamState().getMsgCount();
  }
}
