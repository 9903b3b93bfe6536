package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes under consumers, and comes back with its data or without. */
@Timeout(120)
class ConsumerOutageTest {
  private final Events events = new Events();
  private final List<String> handled = new CopyOnWriteArrayList<>();
  @TempDir Path directory;
  private NatsServer server;
  private Bus bus;

  @BeforeEach
  void open() {
    server = NatsServer.start(ServerConfig.builder().jetStream(directory).build());
    bus = Bus.open(Policies.quick(server.url()).build(), events);
  }

  @AfterEach
  void close() {
    bus.close();
    server.close();
  }

  @Test
  void toldBeforeThereIsABroker_startsWhenThereIsOne() throws Exception {
    server.kill();
    try (Bus early = Bus.open(Policies.quick(server.url()).name("early").build())) {
      early.jetStream().ensure(Jobs.STREAM);
      early.jetStream().ensure(Jobs.DEAD);
      BusConsumer consumer =
          early.jetStream().consume(Jobs.spec(), message -> handled.add(Jobs.text(message)));
      assertThat(consumer.health().state()).isEqualTo(ConsumerHealth.State.STARTING);
      assertThat(consumer.started().toCompletableFuture()).isNotDone();
      server.restart();
      Jobs.get(consumer.started());
      Jobs.put(early, "job.a", "one");
      await().until(() -> handled.contains("one"));
    }
  }

  @Test
  void killedThreeTimes_everyMessageIsHandled() throws Exception {
    Jobs.ensure(bus);
    BusConsumer consumer = consume(message -> handled.add(Jobs.text(message)));
    for (int round = 1; round <= 3; round++) {
      String body = "m" + round;
      server.kill();
      await().until(() -> !bus.health().connected());
      server.restart();
      await().until(() -> bus.health().connected());
      await().untilAsserted(() -> Jobs.put(bus, "job.a", body));
      await().until(() -> handled.contains(body));
    }
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(consumer.health().state()).isEqualTo(ConsumerHealth.State.RUNNING);
    assertThat(events.of(LifecycleEvent.ConsumerStarted.class))
        .extracting(LifecycleEvent.ConsumerStarted::created)
        .startsWith(true)
        .contains(false);
  }

  /**
   * A stream that comes back with fewer messages than its consumer has acknowledged (an older copy
   * of it has become the leader): the server takes what comes next for acknowledged, and it is
   * lost.
   */
  @Test
  void streamThatFellBehindItsConsumer_whatComesNextIsHandledAllTheSame() throws Exception {
    Jobs.ensure(bus);
    consume(message -> handled.add(Jobs.text(message)));
    fallBehind();
    for (int i = 0; i < 3; i++) {
      String body = "after" + i;
      await().untilAsserted(() -> Jobs.put(bus, "job.a", body));
    }
    await().untilAsserted(() -> assertThat(handled).contains("after0", "after1", "after2"));
  }

  /**
   * Both see it at the same moment, and each may make the consumer anew that the other has made.
   */
  @Test
  void streamThatFellBehind_andTwoProcessesSeeIt_nothingIsPassedOver() throws Exception {
    Jobs.ensure(bus);
    consume(message -> handled.add(Jobs.text(message)));
    try (Bus second = Bus.open(Policies.quick(server.url()).name("second").build())) {
      Jobs.get(
          second
              .jetStream()
              .consume(Jobs.spec(), message -> handled.add(Jobs.text(message)))
              .started());
      fallBehind();
      List<String> after = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String body = "after" + i;
        after.add(body);
        await().untilAsserted(() -> Jobs.put(bus, "job.a", body));
        Thread.sleep(20);
      }
      await().untilAsserted(() -> assertThat(handled).containsAll(after));
      await().until(() -> Jobs.allAcknowledged(bus));
    }
  }

  /** Ten messages are handled, and the stream comes back as it was before them. */
  private void fallBehind() throws Exception {
    Path streams = directory.resolve("jetstream/$G/streams/JOBS/msgs");
    server.stop();
    Path older = Files.createDirectory(directory.resolve("older"));
    copy(streams, older);
    server.restart();
    await().until(() -> bus.health().connected());
    for (int i = 0; i < 10; i++) {
      Jobs.put(bus, "job.a", "before" + i);
    }
    await().until(() -> Jobs.allAcknowledged(bus));
    await().until(() -> handled.size() == 10);
    server.stop();
    clear(streams);
    copy(older, streams);
    server.restart();
    await().until(() -> bus.health().connected());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** The acknowledgement waits for the connection instead of being lost. */
  @Test
  void handlerThatOutlivesAnOutage_isAcknowledgedAfterIt_andNotCalledAgain() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Jobs.ensure(bus);
    BusConsumer consumer =
        consume(
            message -> {
              calls.incrementAndGet();
              finish.await();
            });
    Jobs.put(bus, "job.a", "long");
    await().until(() -> calls.get() == 1);
    server.kill();
    await().until(() -> !bus.health().connected());
    finish.countDown();
    server.restart();
    await().until(() -> consumer.health().acknowledged() == 1);
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(calls).hasValue(1);
    assertThat(consumer.health().unsettled()).isZero();
  }

  @Test
  void brokerWithoutItsData_getsStreamsAndConsumersAgain() throws Exception {
    Jobs.ensure(bus);
    consume(message -> handled.add(Jobs.text(message)));
    Jobs.put(bus, "job.a", "before");
    await().until(() -> handled.contains("before"));
    loseData();

    await().untilAsserted(() -> Jobs.put(bus, "job.a", "after"));
    await().until(() -> handled.contains("after"));
    assertThat(events.of(LifecycleEvent.StreamCreated.class))
        .filteredOn(LifecycleEvent.StreamCreated::again)
        .extracting(LifecycleEvent.StreamCreated::stream)
        .containsExactlyInAnyOrder("JOBS", "DEAD");
  }

  /**
   * Under sequence 1 the new stream has another message; it must not be acknowledged for the old.
   */
  @Test
  void handlerThatOutlivesTheStream_acknowledgesNothingInTheOneThatTookItsPlace() throws Exception {
    CountDownLatch finishOld = new CountDownLatch(1);
    CountDownLatch finishNew = new CountDownLatch(1);
    Jobs.ensure(bus);
    BusConsumer consumer =
        consume(
            Jobs.spec().withParallelism(2),
            message -> {
              handled.add(Jobs.text(message));
              (Jobs.text(message).equals("old") ? finishOld : finishNew).await();
            });
    Jobs.put(bus, "job.a", "old");
    await().until(() -> handled.contains("old"));
    loseData();
    await().untilAsserted(() -> Jobs.put(bus, "job.a", "new"));
    await().until(() -> handled.contains("new"));

    finishOld.countDown();
    await().until(() -> consumer.health().unsettled() == 1);
    assertThat(Jobs.info(bus).getNumAckPending()).isEqualTo(1);
    finishNew.countDown();
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(consumer.health().acknowledged()).isEqualTo(1);
  }

  /** Told to begin with what is new; in a stream that took the place of the old, all is new. */
  @Test
  void messagesThatCameBeforeTheConsumerWasMadeAgain_areNotPassedOver() throws Exception {
    Jobs.ensure(bus);
    Jobs.put(bus, "job.a", "too old");
    ConsumerSpec fresh =
        new ConsumerSpec(
            "JOBS",
            Jobs.worker().deliverPolicy(DeliverPolicy.New).build(),
            "dead.job",
            1,
            0,
            5,
            Jobs.spec().retryFirst(),
            Jobs.spec().retryMax(),
            Jobs.spec().maxHandling());
    consume(fresh, message -> handled.add(Jobs.text(message)));
    Jobs.put(bus, "job.a", "new");
    await().until(() -> handled.contains("new"));
    server.kill();
    await().until(() -> !bus.health().connected());
    server.wipe();
    // Somebody else is first, makes the stream and uses it, on another port of the same broker.
    try (NatsServer elsewhere =
        NatsServer.start(ServerConfig.builder().jetStream(directory).build())) {
      try (Bus first = Bus.open(Policies.quick(elsewhere.url()).name("first").build())) {
        Jobs.ensure(first);
        Jobs.put(first, "job.a", "between");
      }
    }
    server.configure(server.config().toBuilder().jetStream(directory).build());
    server.restart();

    await().until(() -> handled.contains("between"));
    assertThat(handled).containsExactly("new", "between");
  }

  private void loseData() {
    server.kill();
    await().until(() -> !bus.health().connected());
    server.wipe();
    server.restart();
  }

  private BusConsumer consume(ConsumerHandler handler) throws Exception {
    return consume(Jobs.spec(), handler);
  }

  private BusConsumer consume(ConsumerSpec spec, ConsumerHandler handler) throws Exception {
    BusConsumer consumer = bus.jetStream().consume(spec, handler);
    Jobs.get(consumer.started());
    return consumer;
  }
}
