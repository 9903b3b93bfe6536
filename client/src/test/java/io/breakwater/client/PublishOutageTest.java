package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.Overflow;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What publish does while there is no connection, and after it. */
@Timeout(120)
class PublishOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<Undelivered> undelivered = new CopyOnWriteArrayList<>();
  private final List<IndeterminateRange> indeterminate = new CopyOnWriteArrayList<>();
  private final Events events = new Events();
  private NatsServer server;

  @BeforeEach
  void start() {
    server = NatsServer.start(ServerConfig.builder().maxPayload(4_096).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Bus open(BufferPolicy buffer) throws Exception {
    Bus bus = Bus.open(Policies.quick(server.url()).buffer(buffer).build(), events);
    bus.onDelivery(
        new DeliveryListener() {
          @Override
          public void undelivered(Undelivered message) {
            undelivered.add(message);
          }

          @Override
          public void indeterminate(IndeterminateRange range) {
            indeterminate.add(range);
          }
        });
    bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
    return bus;
  }

  private void killAndAwait(Bus bus) {
    server.kill();
    await().atMost(PATIENCE).until(() -> bus.health().state() == BusState.DISCONNECTED);
  }

  @Test
  void held_goesOutInOrder_beforeWhatComesLater() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS)) {
      bus.subscribe("a", message -> received.add(text(message.getData())));
      assertThat(publish(bus, "before")).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> received.size() == 1);
      killAndAwait(bus);
      for (int i = 0; i < 500; i++) {
        assertThat(publish(bus, "held " + i)).isEqualTo(2 + i);
      }
      DeliveryHealth held = bus.health().delivery();
      assertThat(held.backlogMessages()).isEqualTo(500);
      assertThat(held.backlogBytes()).isGreaterThan(500 * 8);
      assertThat(held.backlogAge()).isPositive();
      assertThat(held.expectedDrain()).hasValueSatisfying(d -> assertThat(d).isPositive());

      server.restart();
      List<String> expected = new ArrayList<>(List.of("before"));
      IntStream.range(0, 500).forEach(i -> expected.add("held " + i));
      int later = 0;
      while (events.of(LifecycleEvent.DrainEnded.class).isEmpty()) {
        expected.add("later " + later);
        publish(bus, "later " + later++);
        Thread.sleep(1);
      }

      await().atMost(PATIENCE).until(() -> received.size() == expected.size());
      assertThat(received).isEqualTo(expected);
      assertThat(undelivered).isEmpty();
      assertThat(bus.health().delivery().backlogMessages()).isZero();
      assertThat(bus.health().delivery().published()).isEqualTo(expected.size());
      assertThat(events.of(LifecycleEvent.DrainStarted.class))
          .singleElement()
          .satisfies(started -> assertThat(started.messages()).isGreaterThanOrEqualTo(500));
    }
  }

  @Test
  void drain_keepsToItsRate() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS.withDrainRate(500));
        Connection other = elsewhere()) {
      killAndAwait(bus);
      for (int i = 0; i < 1_000; i++) {
        publish(bus, "held " + i);
      }
      List<Long> arrivals = new CopyOnWriteArrayList<>();
      server.restart();
      await().atMost(PATIENCE).until(() -> other.getStatus() == Connection.Status.CONNECTED);
      Dispatcher dispatcher = other.createDispatcher(message -> arrivals.add(System.nanoTime()));
      dispatcher.subscribe("a");
      other.flush(PATIENCE);

      await().atMost(PATIENCE).until(() -> !events.of(LifecycleEvent.DrainEnded.class).isEmpty());
      LifecycleEvent.DrainEnded ended = events.of(LifecycleEvent.DrainEnded.class).get(0);
      assertThat(ended.messages()).isEqualTo(1_000);
      // 1,000 at 500/s, the first 1 at once; a slow machine may take longer.
      assertThat(ended.took()).isBetween(Duration.ofMillis(1_900), PATIENCE);
      assertThat(events.of(LifecycleEvent.DrainStarted.class).get(0).expected())
          .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(30));
    }
  }

  private Connection elsewhere() throws Exception {
    return Nats.connect(
        new Options.Builder()
            .server(server.url())
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(50))
            .build());
  }

  @Test
  void beforeTheFirstConnection_isAnOutageToo() throws Exception {
    server.kill();
    try (Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      bus.subscribe("a", message -> received.add(text(message.getData())));
      publish(bus, "early");
      assertThat(bus.health().delivery().backlogMessages()).isEqualTo(1);
      server.restart();
      await().atMost(PATIENCE).until(() -> received.equals(List.of("early")));
    }
  }

  @Test
  void noBuffer_refusesEach_andSaysSo() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS.withCapacityBytes(0))) {
      killAndAwait(bus);
      assertThatThrownBy(() -> publish(bus, "x"))
          .isInstanceOf(NotConnectedException.class)
          .hasMessage("publish to a: nats disconnected");
      assertThat(undelivered)
          .singleElement()
          .satisfies(
              message -> {
                assertThat(message.level()).isEqualTo(DeliveryLevel.PUBLISH);
                assertThat(message.cause()).isEqualTo(Undelivered.Cause.REFUSED);
                assertThat(message.message().getSubject()).isEqualTo("a");
                assertThat(text(message.message().getData())).isEqualTo("x");
              });
      assertThat(bus.health().delivery().undelivered())
          .containsEntry(Undelivered.Cause.REFUSED, 1L);
    }
  }

  @Test
  void fullBuffer_rejects_byMessagesAndByBytes() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS.withMaxMessages(3))) {
      killAndAwait(bus);
      for (int i = 0; i < 3; i++) {
        publish(bus, "held");
      }
      assertThatThrownBy(() -> publish(bus, "x"))
          .isInstanceOf(BufferFullException.class)
          .hasMessageStartingWith("publish to a: the buffer is full (3 messages, ");
      assertThat(undelivered).hasSize(1);
    }
    undelivered.clear();
    server.restart();
    try (Bus bus = open(BufferPolicy.DEFAULTS.withCapacityBytes(1_000))) {
      killAndAwait(bus);
      bus.publish("a", new byte[700]);
      assertThatThrownBy(() -> bus.publish("a", new byte[700]))
          .isInstanceOf(BufferFullException.class);
      assertThatThrownBy(() -> bus.publish("a", new byte[1_000]))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("over the capacity of the buffer of 1000");
      bus.publish("a", new byte[10]);
      assertThat(bus.health().delivery().backlogMessages()).isEqualTo(2);
    }
  }

  @Test
  void dropOldest_handsTheOldestToTheCallback() throws Exception {
    BufferPolicy buffer =
        BufferPolicy.DEFAULTS.withMaxMessages(2).withOverflow(Overflow.DROP_OLDEST);
    try (Bus bus = open(buffer)) {
      bus.subscribe("a", message -> received.add(text(message.getData())));
      killAndAwait(bus);
      for (String body : List.of("1", "2", "3", "4")) {
        publish(bus, body);
      }
      assertThat(undelivered)
          .extracting(message -> text(message.message().getData()))
          .containsExactly("1", "2");
      assertThat(undelivered).allMatch(m -> m.cause() == Undelivered.Cause.DROPPED);
      server.restart();
      await().atMost(PATIENCE).until(() -> received.size() == 2);
      assertThat(received).containsExactly("3", "4");
    }
  }

  @Test
  void block_waitsForRoom_orThrowsWhenItsTimeIsUp() throws Exception {
    BufferPolicy buffer = BufferPolicy.DEFAULTS.withMaxMessages(1).withOverflow(Overflow.BLOCK);
    try (Bus bus = open(buffer.withTimeout(Duration.ofMillis(200)))) {
      killAndAwait(bus);
      publish(bus, "held");
      assertThatThrownBy(() -> publish(bus, "x")).isInstanceOf(BufferFullException.class);
    }
    server.restart();
    try (Bus bus = open(buffer.withTimeout(PATIENCE))) {
      bus.subscribe("a", message -> received.add(text(message.getData())));
      killAndAwait(bus);
      publish(bus, "held");
      CompletableFuture<Long> blocked = CompletableFuture.supplyAsync(() -> publish(bus, "waited"));
      server.restart();
      assertThat(blocked.get(40, TimeUnit.SECONDS)).isEqualTo(2);
      await().atMost(PATIENCE).until(() -> received.equals(List.of("held", "waited")));
    }
  }

  @Test
  void block_isEndedByAnInterrupt_andByTheClose() throws Exception {
    BufferPolicy buffer =
        BufferPolicy.DEFAULTS
            .withMaxMessages(1)
            .withOverflow(Overflow.BLOCK)
            .withTimeout(Duration.ofHours(1));
    try (Bus bus = open(buffer)) {
      killAndAwait(bus);
      publish(bus, "held");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> publish(bus, "x"))
          .isInstanceOf(BufferFullException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();

      CompletableFuture<Long> blocked = CompletableFuture.supplyAsync(() -> publish(bus, "y"));
      Thread.sleep(100);
      CloseReport report = bus.close(Duration.ZERO);
      assertThat(report.undelivered())
          .singleElement()
          .satisfies(m -> assertThat(m.cause()).isEqualTo(Undelivered.Cause.CLOSED));
      assertThatThrownBy(() -> blocked.get(40, TimeUnit.SECONDS))
          .hasCauseInstanceOf(BusClosedException.class);
    }
  }

  @Test
  void interruptedThread_canPublish_andStaysInterrupted() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS)) {
      bus.subscribe("a", message -> received.add(text(message.getData())));
      Thread.currentThread().interrupt();
      publish(bus, "x");
      assertThat(Thread.interrupted()).isTrue();
      await().atMost(PATIENCE).until(() -> received.equals(List.of("x")));
    }
  }

  @Test
  void closeWithTime_deliversWhatIsHeld_whenTheBrokerComesBack() throws Exception {
    try (Connection other = elsewhere();
        Bus bus = open(BufferPolicy.DEFAULTS)) {
      other.createDispatcher(message -> received.add(text(message.getData()))).subscribe("a");
      killAndAwait(bus);
      publish(bus, "held");
      CompletableFuture<CloseReport> closing =
          CompletableFuture.supplyAsync(() -> bus.close(PATIENCE));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> publish(bus, "late"))
                      .isInstanceOf(BusClosedException.class));
      server.restart();
      CloseReport report = closing.get(40, TimeUnit.SECONDS);
      assertThat(report.complete()).isTrue();
      assertThat(bus.health().state()).isEqualTo(BusState.CLOSED);
      assertThat(bus.close(PATIENCE).complete()).isTrue();
    }
  }

  @Test
  void closeWithoutABroker_returnsWhatIsLeft_inOrder() throws Exception {
    Bus bus = open(BufferPolicy.DEFAULTS);
    killAndAwait(bus);
    publish(bus, "1");
    publish(bus, "2");
    CloseReport report = bus.close(Duration.ofMillis(100));
    assertThat(report.undelivered())
        .extracting(message -> text(message.message().getData()))
        .containsExactly("1", "2");
    assertThat(report.complete()).isFalse();
    assertThat(undelivered).hasSize(2).allMatch(m -> m.cause() == Undelivered.Cause.CLOSED);
    assertThat(bus.health().delivery().backlogMessages()).isZero();
  }

  @Test
  void busThatGaveUp_saysAtItsClose_whatIsLeft() {
    server.kill();
    Bus bus =
        Bus.open(
            Policies.budgeted(Duration.ofMillis(200), Duration.ofMillis(200), server.url())
                .build());
    publish(bus, "held");
    var unused = bus.outbox().send("a", new byte[1], MessageId.of("1"));
    await().atMost(PATIENCE).until(() -> bus.started().toCompletableFuture().isDone());
    for (int i = 0; i < 2; i++) {
      assertThat(bus.close(Duration.ofSeconds(2)).undelivered())
          .extracting(Undelivered::level)
          .containsExactly(DeliveryLevel.PUBLISH, DeliveryLevel.OUTBOX);
    }
  }

  @Test
  void messageOverMaxPayload_isRefusedInAnOutage_atTheCall() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS)) {
      killAndAwait(bus);
      assertThatThrownBy(() -> bus.publish("a", new byte[4_097]))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessage("publish to a: 4097 bytes are over the server's max_payload of 4096");
      assertThatThrownBy(() -> bus.outbox().send("a", new byte[4_097], MessageId.of("1")))
          .isInstanceOf(MessageTooLargeException.class);
      assertThat(bus.health().delivery().backlogMessages()).isZero();
    }
  }

  @Test
  void confirmedMessages_areInNoRange() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS)) {
      bus.subscribe("a", message -> received.add(text(message.getData())));
      for (int i = 0; i < 100; i++) {
        publish(bus, "m" + i);
      }
      CompletableFuture<Void> quiet = new CompletableFuture<>();
      quiet.completeOnTimeout(null, 1, TimeUnit.SECONDS).get();
      assertThat(received).hasSize(100);
      killAndAwait(bus);
      publish(bus, "held");
      assertThat(indeterminate).isEmpty();
      assertThat(bus.health().delivery().indeterminate()).isZero();
    }
  }

  @Test
  void subjectsThatNoMessageCanHave_areRefused_connectedOrNot() throws Exception {
    try (Bus bus = open(BufferPolicy.DEFAULTS)) {
      for (boolean connected : new boolean[] {true, false}) {
        if (!connected) {
          killAndAwait(bus);
        }
        for (String subject : List.of("", "a.*", ">", "a..b", "a b", "a\r\nPUB x 0\r\n")) {
          assertThatThrownBy(() -> bus.publish(subject, new byte[0]))
              .isInstanceOf(InvalidSubjectException.class)
              .hasMessageStartingWith("publish to \"");
        }
      }
      assertThat(publish(bus, "fine")).isEqualTo(1);
    }
  }

  private static long publish(Bus bus, String body) {
    return bus.publish("a", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
