package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A consumer ends while it has work. The server would wait an hour for an acknowledgement here:
 * what comes to somebody else comes because it was handed back.
 */
@Timeout(120)
class ConsumerCloseTest {
  private static final ConsumerSpec SPEC =
      ConsumerSpec.of("JOBS", Jobs.worker().ackWait(Duration.ofHours(1)).build(), "dead.job");

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);
  private final Events events = new Events();
  private NatsServer server;
  private Bus bus;

  @BeforeEach
  void open() throws Exception {
    server = NatsServer.start(ServerConfig.builder().jetStream().build());
    bus = Bus.open(Policies.quick(server.url()).name("closing").build(), events);
    Jobs.ensure(bus);
  }

  @AfterEach
  void close() {
    finish.countDown();
    bus.close();
    server.close();
  }

  @Test
  void close_waitsForWhatRuns_andHandsBackWhatHasNotBegun() throws Exception {
    BusConsumer consumer = consume(SPEC.withPrefetch(3), this::waiting);
    for (int i = 0; i < 4; i++) {
      Jobs.put(bus, "job.a", "m" + i);
    }
    began.await();
    await().until(() -> consumer.health().waiting() == 3);
    CompletableFuture<Boolean> closed =
        CompletableFuture.supplyAsync(() -> consumer.close(Duration.ofSeconds(40)));
    List<String> others = new CopyOnWriteArrayList<>();
    try (Bus other = Bus.open(Policies.quick(server.url()).name("other").build())) {
      other.jetStream().consume(SPEC, message -> others.add(Jobs.text(message)));
      await().until(() -> others.size() == 3);
      assertThat(others).containsExactlyInAnyOrder("m1", "m2", "m3");
      assertThat(closed).isNotDone();
      finish.countDown();
      assertThat(closed.get(40, TimeUnit.SECONDS)).isTrue();
      await().until(() -> Jobs.allAcknowledged(bus));
    }
    assertThat(handled).containsExactly("m0");
    assertThat(consumer.health().state()).isEqualTo(ConsumerHealth.State.CLOSED);
    await()
        .untilAsserted(
            () ->
                assertThat(events.of(LifecycleEvent.ConsumerStopped.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.unfinished()).isZero()));
  }

  @Test
  void handlerWhoseTimeIsUp_isInterrupted_andItsMessageHandedBack() throws Exception {
    BusConsumer consumer = consume(SPEC, this::waiting);
    Jobs.put(bus, "job.a", "long");
    began.await();
    assertThat(consumer.close(Duration.ofMillis(50))).isFalse();
    assertThat(consumer.health().acknowledged()).isZero();
    assertThat(consumer.health().failed()).isZero();
    assertThat(handled).isEmpty();

    consume(SPEC, message -> handled.add(Jobs.text(message)));
    await().until(() -> handled.contains("long"));
  }

  /** Else its last delivery would make a dead letter of what nobody has failed at. */
  @Test
  void handlerThatWrapsItsInterrupt_hasNotFailed() throws Exception {
    BusConsumer consumer =
        consume(
            SPEC.withMaxDeliver(1),
            message -> {
              try {
                waiting(message);
              } catch (InterruptedException e) {
                throw new IllegalStateException("cannot go on", e);
              }
            });
    Jobs.put(bus, "job.a", "unprocessed");
    began.await();
    assertThat(consumer.close(Duration.ofMillis(50))).isFalse();
    await().until(() -> consumer.health().running() == 0);
    assertThat(consumer.health().failed()).isZero();
    assertThat(consumer.health().deadLettered()).isZero();
    assertThat(Jobs.deadLetters(bus)).isEmpty();
  }

  @Test
  void handlerThatDoesNotCareForInterrupts_isNotAcknowledged() throws Exception {
    BusConsumer consumer =
        consume(
            SPEC,
            message -> {
              began.countDown();
              boolean over = false;
              while (!over) {
                try {
                  over = finish.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                  handled.add("interrupted");
                }
              }
            });
    Jobs.put(bus, "job.a", "deaf");
    began.await();
    assertThat(consumer.close(Duration.ZERO)).isFalse();
    await().until(() -> handled.contains("interrupted"));
    assertThat(Jobs.info(bus).getNumAckPending()).isEqualTo(1);
    assertThat(consumer.health().acknowledged()).isZero();
  }

  @Test
  void busThatIsClosed_waitsForHandlersAndSendsTheirAcknowledgements() throws Exception {
    consume(
        SPEC,
        message -> {
          began.countDown();
          Thread.sleep(500);
          handled.add(Jobs.text(message));
        });
    Jobs.put(bus, "job.a", "last");
    began.await();
    bus.close();
    assertThat(handled).containsExactly("last");
    try (Bus other = Bus.open(Policies.quick(server.url()).name("other").build())) {
      Jobs.get(other.started());
      assertThat(Jobs.allAcknowledged(other)).isTrue();
    }
  }

  /** jnats ends a connection with four PINGs unanswered, and each of these asks for one. */
  @Test
  void busWithManyConsumersOverASlowNetwork_closesWithoutBreakingItsConnection() throws Exception {
    int count = 8;
    CountDownLatch all = new CountDownLatch(count);
    Events seen = new Events();
    try (FaultProxy proxy = FaultProxy.to(server);
        Bus many = Bus.open(Policies.quick(proxy.url()).name("many").build(), seen)) {
      for (int i = 0; i < count; i++) {
        ConsumerSpec spec =
            ConsumerSpec.of("JOBS", Jobs.worker().durable("worker" + i).build(), "dead.job")
                .withPrefetch(1);
        Jobs.get(
            many.jetStream()
                .consume(
                    spec,
                    message -> {
                      all.countDown();
                      finish.await();
                      many.publish("done", message.getData());
                    })
                .started());
      }
      Jobs.put(bus, "job.a", "last");
      all.await();
      proxy.set(new Fault.Delay(Duration.ofMillis(20)));
      CompletableFuture<CloseReport> closed =
          CompletableFuture.supplyAsync(() -> many.close(Duration.ofSeconds(40)));
      finish.countDown();
      assertThat(closed.get(60, TimeUnit.SECONDS).complete()).isTrue();
    }
    assertThat(seen.of(LifecycleEvent.Disconnected.class)).isEmpty();
    for (int i = 0; i < count; i++) {
      ConsumerInfo info =
          bus.connection().jetStreamManagement().getConsumerInfo("JOBS", "worker" + i);
      assertThat(info.getAckFloor().getStreamSequence()).isEqualTo(1);
    }
  }

  @Test
  void closeWithTime_deliversWhatHandlersPublishWhileTheyFinish() throws Exception {
    List<String> published = new CopyOnWriteArrayList<>();
    try (Connection other = Nats.connect(server.url())) {
      other.createDispatcher(message -> published.add(Jobs.text(message))).subscribe("done");
      other.flush(Duration.ofSeconds(40));
      consume(
          SPEC,
          message -> {
            began.countDown();
            Thread.sleep(500);
            bus.publish("done", message.getData());
          });
      Jobs.put(bus, "job.a", "last");
      began.await();

      assertThat(bus.close(Duration.ofSeconds(40)).complete()).isTrue();

      await().until(() -> published.equals(List.of("last")));
    }
  }

  @Test
  void handlerThatClosesItsConsumer_doesNotWaitForItself() throws Exception {
    CompletableFuture<BusConsumer> self = new CompletableFuture<>();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    self.complete(
        consume(
            SPEC,
            message -> {
              began.await();
              answer.complete(self.join().close(Duration.ofHours(1)));
            }));
    Jobs.put(bus, "job.a", "end");
    began.countDown();
    assertThat(answer.get(40, TimeUnit.SECONDS)).isFalse();
    // It has finished all the same, and is acknowledged.
    await().until(() -> Jobs.allAcknowledged(bus));
  }

  @Test
  void close_closeAgain_andAllThreadsAreGone() throws Exception {
    BusConsumer consumer = consume(SPEC, message -> handled.add(Jobs.text(message)));
    Jobs.put(bus, "job.a", "one");
    await().until(() -> handled.contains("one"));
    assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
    assertThat(consumer.close(Duration.ofSeconds(40))).isTrue();
    consumer.close();
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
    bus.close();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("breakwater-closing")));
  }

  @Test
  void connectionLostAndFoundWhileClosing_carriesTheAcknowledgement_andCloseEndsWithIt()
      throws Exception {
    consume(SPEC.withPrefetch(1), this::waiting);
    Jobs.put(bus, "job.a", "long");
    began.await();
    await().until(() -> Jobs.info(bus).getNumWaiting() == 1);
    CompletableFuture<CloseReport> closed =
        CompletableFuture.supplyAsync(() -> bus.close(Duration.ofMinutes(10)));
    await().until(() -> Jobs.info(bus).getNumWaiting() == 0);
    server.kill();
    await().until(() -> !bus.health().connected());
    server.restart();
    await().until(() -> bus.health().connected());
    finish.countDown();

    assertThat(closed.get(40, TimeUnit.SECONDS).complete()).isTrue();

    assertThat(handled).containsExactly("long");
    try (Bus other = Bus.open(Policies.quick(server.url()).name("other").build())) {
      Jobs.get(other.started());
      assertThat(Jobs.allAcknowledged(other)).isTrue();
    }
  }

  @Test
  void handlerSlowerThanTheServerWaits_keepsItsMessageWhileClosing() throws Exception {
    ConsumerSpec shortly =
        ConsumerSpec.of("JOBS", Jobs.worker().ackWait(Duration.ofSeconds(1)).build(), "dead.job");
    ConsumerHandler slow =
        message -> {
          began.countDown();
          handled.add(Jobs.text(message));
          Thread.sleep(4_000);
        };
    BusConsumer consumer = consume(shortly, slow);
    Jobs.put(bus, "job.a", "slow");
    began.await();
    try (Bus other = Bus.open(Policies.quick(server.url()).name("other").build())) {
      Jobs.get(other.jetStream().consume(shortly, slow).started());
      assertThat(consumer.close(Duration.ofSeconds(40))).isTrue();
      assertThat(Jobs.allAcknowledged(bus)).isTrue();
    }
    assertThat(handled).containsExactly("slow");
  }

  @Test
  void closeInAnOutage_endsInTime_andAcknowledgesNothing() throws Exception {
    BusConsumer consumer = consume(SPEC, this::waiting);
    Jobs.put(bus, "job.a", "lost");
    began.await();
    server.kill();
    await().until(() -> !bus.health().connected());
    CompletableFuture<Boolean> closed =
        CompletableFuture.supplyAsync(() -> consumer.close(Duration.ofSeconds(1)));
    assertThat(closed.get(40, TimeUnit.SECONDS)).isFalse();
    assertThat(consumer.health().acknowledged()).isZero();
  }

  @Test
  void busThatGivesUp_endsItsConsumers() throws Exception {
    server.kill();
    try (Bus hopeless =
        Bus.open(
            Policies.budgeted(Duration.ofMillis(200), Duration.ZERO, server.url())
                .name("hopeless")
                .build())) {
      BusConsumer consumer = hopeless.jetStream().consume(SPEC, message -> {});
      await().until(() -> consumer.health().state() == ConsumerHealth.State.CLOSED);
      assertThat(consumer.started().toCompletableFuture())
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(BusClosedException.class);
    }
  }

  private void waiting(Message message) throws InterruptedException {
    began.countDown();
    finish.await();
    handled.add(Jobs.text(message));
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("breakwater-closing-consumer"))
        .toList();
  }

  private BusConsumer consume(ConsumerSpec spec, ConsumerHandler handler) throws Exception {
    BusConsumer consumer = bus.jetStream().consume(spec, handler);
    Jobs.get(consumer.started());
    return consumer;
  }
}
