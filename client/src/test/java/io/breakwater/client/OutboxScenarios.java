package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An outbox on a real JetStream, with a stream of orders, and what its owner hears. */
abstract class OutboxScenarios {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  final List<Undelivered> undelivered = new CopyOnWriteArrayList<>();
  final Events events = new Events();
  NatsServer server;
  Bus bus;

  @BeforeEach
  void start() throws Exception {
    server = NatsServer.start(ServerConfig.builder().jetStream().maxPayload(10_000).build());
    bus = open(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS);
    stream("ORDERS", "orders.>");
  }

  @AfterEach
  void stop() {
    bus.close();
    server.close();
  }

  Bus open(BufferPolicy buffer, OutboxPolicy outbox) throws Exception {
    Bus opened =
        Bus.open(Policies.quick(server.url()).buffer(buffer).outbox(outbox).build(), events);
    opened.onDelivery(
        new DeliveryListener() {
          @Override
          public void undelivered(Undelivered message) {
            undelivered.add(message);
          }
        });
    opened.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
    return opened;
  }

  void reopen(BufferPolicy buffer, OutboxPolicy outbox) throws Exception {
    bus.close();
    bus = open(buffer, outbox);
  }

  void stream(String name, String subject) throws Exception {
    management()
        .addStream(
            StreamConfiguration.builder()
                .name(name)
                .subjects(subject)
                .storageType(StorageType.File)
                .build());
  }

  JetStreamManagement management() throws Exception {
    return bus.connection().jetStreamManagement();
  }

  long stored() throws Exception {
    return management().getStreamInfo("ORDERS").getStreamState().getMsgCount();
  }

  void kill() {
    server.kill();
    await().atMost(PATIENCE).until(() -> !bus.health().connected());
  }

  CompletionStage<Receipt> send(String body) {
    return bus.outbox()
        .send("orders.new", body.getBytes(StandardCharsets.UTF_8), MessageId.of("id-" + body));
  }

  static Receipt get(CompletionStage<Receipt> receipt) throws Exception {
    return receipt.toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  static AbstractThrowableAssert<?, ?> assertFails(CompletionStage<Receipt> receipt) {
    try {
      throw new AssertionError("completed with " + get(receipt));
    } catch (ExecutionException e) {
      return assertThat(e.getCause());
    } catch (Exception e) {
      return assertThat(e);
    }
  }

  /** Each was stored once, after the one before it. */
  static void assertRising(List<CompletionStage<Receipt>> receipts) throws Exception {
    long sequence = 0;
    for (CompletionStage<Receipt> receipt : receipts) {
      Receipt got = get(receipt);
      assertThat(got.duplicate()).isFalse();
      assertThat(got.sequence()).isGreaterThan(sequence);
      sequence = got.sequence();
    }
  }
}
