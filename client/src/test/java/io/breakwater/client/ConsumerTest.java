package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler does with a message, and what becomes of the message. */
@Timeout(120)
class ConsumerTest {
  private final Events events = new Events();
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private NatsServer server;
  private Bus bus;

  @BeforeEach
  void open() throws Exception {
    server = NatsServer.start(ServerConfig.builder().jetStream().build());
    bus = Bus.open(Policies.quick(server.url()).build(), events);
    Jobs.ensure(bus);
  }

  @AfterEach
  void close() {
    bus.close();
    server.close();
  }

  @Test
  void messages_areHandledInOrder_andAcknowledged() throws Exception {
    for (int i = 0; i < 20; i++) {
      Jobs.put(bus, "job.a", "m" + i);
    }
    BusConsumer consumer = consume(Jobs.spec(), message -> handled.add(Jobs.text(message)));
    await().until(() -> consumer.health().acknowledged() == 20);
    assertThat(handled).hasSize(20).first().isEqualTo("m0");
    assertThat(handled).isSortedAccordingTo(Comparator.comparing(ConsumerTest::number));
    await().until(() -> Jobs.allAcknowledged(bus));

    Jobs.put(bus, "job.b", "m20");
    await().until(() -> handled.contains("m20"));
    ConsumerHealth health = consumer.health();
    assertThat(health.state()).isEqualTo(ConsumerHealth.State.RUNNING);
    assertThat(health.redelivered()).isZero();
    assertThat(health.lastFetchAge()).hasValueSatisfying(age -> assertThat(age).isPositive());
    assertThat(bus.jetStream().consumers())
        .extracting(ConsumerHealth::consumer)
        .containsExactly("worker");
  }

  /** The fetch itself is answered after 10 s; who waited for that took 15 s to miss a leader. */
  @Test
  void consumerWithNothingToDo_hearsOfItsFetch_andGoesOn() throws Exception {
    BusConsumer consumer = consume(Jobs.spec(), message -> handled.add(Jobs.text(message)));
    Jobs.get(consumer.started());
    Thread.sleep(7_000);
    assertThat(consumer.health().lastFetchAge()).isPresent();
    Jobs.put(bus, "job.a", "m");
    await().until(() -> handled.contains("m"));
    assertThat(events.of(LifecycleEvent.ConsumerStarted.class)).hasSize(1);
  }

  @Test
  void message_isNotAcknowledgedBeforeTheHandlerIsDone() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    BusConsumer consumer = consume(Jobs.spec(), message -> finish.await());
    Jobs.put(bus, "job.a", "slow");
    await().until(() -> consumer.health().running() == 1);
    assertThat(Jobs.info(bus).getNumAckPending()).isEqualTo(1);
    assertThat(consumer.health().acknowledged()).isZero();
    finish.countDown();
    await().until(() -> Jobs.allAcknowledged(bus));
  }

  /** The server would deliver again after 2 s; another bus waits for just that. */
  @Test
  void handlerSlowerThanTheServerWaits_keepsItsMessage() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ConsumerHandler slow =
        message -> {
          calls.incrementAndGet();
          Thread.sleep(5_000);
        };
    try (Bus second = Bus.open(Policies.quick(server.url()).name("second").build())) {
      BusConsumer consumer = consume(Jobs.spec(), slow);
      BusConsumer other = second.jetStream().consume(Jobs.spec(), slow);
      Jobs.get(other.started());
      Jobs.put(bus, "job.a", "slow");
      await().until(() -> Jobs.allAcknowledged(bus) && calls.get() > 0);
      assertThat(calls).hasValue(1);
      assertThat(consumer.health().acknowledged() + other.health().acknowledged()).isEqualTo(1);
    }
  }

  @Test
  void handlerThatHangs_losesItsMessageToAnother_whenItsLimitIsUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    BusConsumer consumer =
        consume(
            Jobs.spec().withParallelism(2).withMaxHandling(Duration.ofMillis(500)),
            message -> {
              if (calls.incrementAndGet() == 1) {
                never.await();
              }
            });
    Jobs.put(bus, "job.a", "hangs");
    await().until(() -> Jobs.allAcknowledged(bus) && calls.get() == 2);
    assertThat(consumer.health().redelivered()).isEqualTo(1);
    never.countDown();
  }

  @Test
  void handlerThatThrows_getsTheMessageAgain_laterEachTime() throws Exception {
    List<Long> at = new CopyOnWriteArrayList<>();
    BusConsumer consumer =
        consume(
            Jobs.spec().withRetry(Duration.ofMillis(100), Duration.ofMillis(400)),
            message -> {
              at.add(System.nanoTime());
              if (at.size() < 4) {
                throw new IllegalStateException("thrown on purpose");
              }
            });
    Jobs.put(bus, "job.a", "again");
    await().until(() -> Jobs.allAcknowledged(bus) && at.size() == 4);
    assertThat(gapMillis(at, 1)).isGreaterThanOrEqualTo(99);
    assertThat(gapMillis(at, 2)).isGreaterThanOrEqualTo(199);
    assertThat(gapMillis(at, 3)).isGreaterThanOrEqualTo(399);
    assertThat(consumer.health().failed()).isEqualTo(3);
    assertThat(consumer.health().redelivered()).isEqualTo(3);
    assertThat(Jobs.deadLetters(bus)).isEmpty();
  }

  @Test
  void poison_becomesADeadLetterThatTellsItsStory_andTheNextIsHandled() throws Exception {
    BusConsumer consumer =
        consume(
            Jobs.spec().withMaxDeliver(3),
            message -> {
              handled.add(Jobs.text(message));
              if (Jobs.text(message).equals("poison")) {
                throw new IllegalStateException("line one\nline two \u00fc");
              }
            });
    Headers headers = new Headers();
    headers.put("Tenant", "a", "b");
    headers.put("Nats-Msg-Id", "id-7");
    headers.put("Nats-Expected-Stream", "JOBS");
    bus.connection()
        .jetStream()
        .publish(NatsMessage.builder().subject("job.x").data("poison").headers(headers).build());
    Jobs.put(bus, "job.y", "fine");

    await().until(() -> consumer.health().deadLettered() == 1);
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(handled).containsExactlyInAnyOrder("poison", "poison", "poison", "fine");
    List<Message> letters = Jobs.deadLetters(bus);
    assertThat(letters).hasSize(1);
    Message letter = letters.get(0);
    assertThat(letter.getSubject()).isEqualTo("dead.job");
    assertThat(Jobs.text(letter)).isEqualTo("poison");
    Headers told = letter.getHeaders();
    assertThat(told.getFirst("Breakwater-Reason"))
        .isEqualTo("handler failed: IllegalStateException: line one");
    assertThat(told.getFirst("Breakwater-Stream")).isEqualTo("JOBS");
    assertThat(told.getFirst("Breakwater-Consumer")).isEqualTo("worker");
    assertThat(told.getFirst("Breakwater-Subject")).isEqualTo("job.x");
    assertThat(told.getFirst("Breakwater-Sequence")).isEqualTo("1");
    assertThat(told.getFirst("Breakwater-Deliveries")).isEqualTo("3");
    assertThat(told.getFirst("Breakwater-Stored-At")).startsWith("20").endsWith("Z");
    assertThat(told.getFirst("Breakwater-Message-Id")).isEqualTo("id-7");
    assertThat(told.get("Tenant")).containsExactly("a", "b");
    assertThat(told.containsKey("Nats-Expected-Stream")).isFalse();
    await()
        .untilAsserted(
            () ->
                assertThat(events.of(LifecycleEvent.DeadLettered.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.deliveries()).isEqualTo(3)));
  }

  @Test
  void rejectedMessage_isADeadLetterAtOnce() throws Exception {
    BusConsumer consumer =
        consume(
            Jobs.spec(),
            message -> {
              throw new MessageRejectedException("not JSON");
            });
    Jobs.put(bus, "job.a", "{");
    await().until(() -> consumer.health().deadLettered() == 1);
    await().until(() -> Jobs.allAcknowledged(bus));
    Headers told = Jobs.deadLetters(bus).get(0).getHeaders();
    assertThat(told.getFirst("Breakwater-Reason")).isEqualTo("rejected: not JSON");
    assertThat(told.getFirst("Breakwater-Deliveries")).isEqualTo("1");
  }

  /** As if each delivery had ended with its process: nobody was left to count it. */
  @Test
  void messageWhoseDeliveriesWereNeverFinished_isADeadLetter_withoutAnotherTry() throws Exception {
    BusConsumer first = consume(Jobs.spec(), message -> handled.add("set up"));
    assertThat(first.close(Duration.ofSeconds(5))).isTrue();
    Jobs.put(bus, "job.a", "killer");
    var killed =
        bus.connection().jetStream().subscribe(null, PullSubscribeOptions.bind("JOBS", "worker"));
    for (int i = 0; i < 2; i++) {
      Message message = killed.fetch(1, 10_000).get(0);
      message.nak();
    }
    killed.unsubscribe();

    BusConsumer consumer =
        consume(Jobs.spec().withMaxDeliver(2), message -> handled.add(Jobs.text(message)));
    await().until(() -> consumer.health().deadLettered() == 1);
    assertThat(handled).isEmpty();
    assertThat(Jobs.deadLetters(bus).get(0).getHeaders().getFirst("Breakwater-Reason"))
        .isEqualTo("delivered 2 times, and never finished");
  }

  @Test
  void deadLetterThatNoStreamTakes_keepsItsMessage_untilOneDoes() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.stream("GRAVES", "graves.>")));
    bus.connection().jetStreamManagement().deleteStream("DEAD");
    bus.connection().jetStreamManagement().deleteStream("GRAVES");
    bus.connection().jetStreamManagement().addStream(Jobs.stream("BORROWED", "dead.*"));
    BusConsumer consumer =
        consume(
            Jobs.spec(),
            message -> {
              if (handled.isEmpty()) {
                bus.connection().jetStreamManagement().deleteStream("BORROWED");
              }
              handled.add(Jobs.text(message));
              throw new MessageRejectedException("bad");
            });
    Jobs.put(bus, "job.a", "poison");
    // The bus was told of DEAD, and makes it again when it is missed.
    await().until(() -> consumer.health().deadLettered() == 1);
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(handled).hasSizeGreaterThan(1);
    assertThat(Jobs.deadLetters(bus)).hasSize(1);
  }

  @Test
  void parallelism_isTheMostAtATime() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    BusConsumer consumer =
        consume(
            Jobs.spec().withParallelism(3).withPrefetch(5),
            message -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.sleep(20);
              now.decrementAndGet();
            });
    for (int i = 0; i < 40; i++) {
      Jobs.put(bus, "job.a", "m" + i);
    }
    await().until(() -> consumer.health().acknowledged() == 40);
    assertThat(most).hasValue(3);
    assertThat(consumer.health().redelivered()).isZero();
  }

  @Test
  void noPrefetch_leavesWhatIsNotBegunToOthers() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    BusConsumer consumer = consume(Jobs.spec(), message -> finish.await());
    for (int i = 0; i < 5; i++) {
      Jobs.put(bus, "job.a", "m" + i);
    }
    await().until(() -> consumer.health().running() == 1);
    assertThat(consumer.health().waiting()).isZero();
    assertThat(Jobs.info(bus).getNumPending()).isEqualTo(4);
    finish.countDown();
    await().until(() -> Jobs.allAcknowledged(bus));
  }

  @Test
  void twoBusesOnOneDurable_shareTheMessages() throws Exception {
    Set<String> first = ConcurrentHashMap.newKeySet();
    Set<String> second = ConcurrentHashMap.newKeySet();
    try (Bus other = Bus.open(Policies.quick(server.url()).name("other").build())) {
      consume(
          Jobs.spec(),
          message -> {
            first.add(Jobs.text(message));
            Thread.sleep(5);
          });
      Jobs.get(
          other
              .jetStream()
              .consume(
                  Jobs.spec(),
                  message -> {
                    second.add(Jobs.text(message));
                    Thread.sleep(5);
                  })
              .started());
      for (int i = 0; i < 60; i++) {
        Jobs.put(bus, "job.a", "m" + i);
      }
      await().until(() -> first.size() + second.size() == 60 && Jobs.allAcknowledged(bus));
      assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
      assertThat(second).isNotEmpty();
    }
  }

  @Test
  void consumerDeletedByAnOperator_isMadeAgain() throws Exception {
    BusConsumer consumer = consume(Jobs.spec(), message -> handled.add(Jobs.text(message)));
    bus.connection().jetStreamManagement().deleteConsumer("JOBS", "worker");
    Jobs.put(bus, "job.a", "after");
    await().until(() -> handled.contains("after"));
    await().until(() -> events.of(LifecycleEvent.ConsumerStarted.class).size() == 2);
    assertThat(consumer.health().state()).isEqualTo(ConsumerHealth.State.RUNNING);
  }

  @Test
  void sameDurableTwiceOnOneBus_isAMistake_untilTheFirstIsClosed() throws Exception {
    BusConsumer consumer = consume(Jobs.spec(), message -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.jetStream().consume(Jobs.spec(), message -> {}))
        .withMessage("consumer worker of stream JOBS: consumed already");
    consumer.close();
    assertThat(bus.jetStream().consumers()).isEmpty();
    consume(Jobs.spec(), message -> {});
  }

  @Test
  void closedBus_saysSo() {
    bus.close();
    assertThatThrownBy(() -> bus.jetStream().consume(Jobs.spec(), message -> {}))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("consume worker: the bus is closed");
    assertThatThrownBy(() -> bus.jetStream().ensure(Jobs.STREAM))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("ensure stream JOBS: the bus is closed");
  }

  private BusConsumer consume(ConsumerSpec spec, ConsumerHandler handler) throws Exception {
    BusConsumer consumer = bus.jetStream().consume(spec, handler);
    Jobs.get(consumer.started());
    return consumer;
  }

  private static long gapMillis(List<Long> at, int index) {
    return TimeUnit.NANOSECONDS.toMillis(at.get(index) - at.get(index - 1));
  }

  private static int number(String text) {
    return Integer.parseInt(text.substring(1));
  }
}
