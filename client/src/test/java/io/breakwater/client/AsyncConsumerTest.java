package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler that is done later, and what becomes of its messages. */
@Timeout(120)
class AsyncConsumerTest {
  private final Map<String, CompletableFuture<String>> begun = new ConcurrentHashMap<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private NatsServer server;
  private Bus bus;

  @BeforeEach
  void open() throws Exception {
    server = NatsServer.start(ServerConfig.builder().jetStream().build());
    bus = Bus.open(Policies.quick(server.url()).build());
    Jobs.ensure(bus);
  }

  @AfterEach
  void close() {
    bus.close();
    server.close();
  }

  private BusConsumer consume(ConsumerSpec spec) throws Exception {
    BusConsumer consumer =
        bus.jetStream()
            .consumeAsync(
                spec,
                message -> {
                  threads.add(Thread.currentThread().getName());
                  CompletableFuture<String> done = new CompletableFuture<>();
                  begun.put(Jobs.text(message), done);
                  return done;
                });
    Jobs.get(consumer.started());
    return consumer;
  }

  private CompletableFuture<String> begun(String text) {
    await().until(() -> begun.containsKey(text));
    return begun.getOrDefault(text, new CompletableFuture<>());
  }

  /** It stood for an hour, and took a place of the others. */
  @Test
  @SuppressWarnings("NullAway") // An application without such a check may return what it must not.
  void handlerThatReturnsNoStage_hasFailed_andTheMessageComesAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BusConsumer consumer =
        bus.jetStream()
            .consumeAsync(
                Jobs.spec(),
                message ->
                    calls.incrementAndGet() == 1 ? null : CompletableFuture.completedStage(""));
    Jobs.get(consumer.started());
    Jobs.put(bus, "job.a", "m");
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(calls).hasValue(2);
    assertThat(consumer.health().redelivered()).isEqualTo(1);
  }

  @Test
  void messages_areUnderWayTogether_andAcknowledgedEachWhenItIsDone() throws Exception {
    BusConsumer consumer = consume(Jobs.spec().withParallelism(8));
    for (int i = 0; i < 20; i++) {
      Jobs.put(bus, "job.a", "m" + i);
    }
    await().until(() -> begun.containsKey("m7"));
    assertThat(consumer.health().running()).isEqualTo(8);
    assertThat(begun).hasSize(8);
    assertThat(Jobs.info(bus).getNumAckPending()).isEqualTo(8);
    begun("m3").complete("done");
    await().until(() -> begun.containsKey("m8"));
    await().until(() -> Jobs.info(bus).getNumAckPending() == 8);
    assertThat(consumer.health().acknowledged()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      begun("m" + i).complete("done");
    }
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(consumer.health().redelivered()).isZero();
    assertThat(threads).as("the one that they come in on").hasSize(1);
  }

  @Test
  void stageThatFails_bringsTheMessageAgain_andARejectionBuriesIt() throws Exception {
    BusConsumer consumer = consume(Jobs.spec().withParallelism(8));
    Jobs.put(bus, "job.a", "again");
    CompletableFuture<String> first = begun("again");
    begun.clear();
    first.completeExceptionally(new IllegalStateException("not now"));
    begun("again").complete("done");
    Jobs.put(bus, "job.a", "bad");
    begun("bad").completeExceptionally(new MessageRejectedException("no good"));
    await().until(() -> Jobs.deadLetters(bus).size() == 1);
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(consumer.health().failed()).isEqualTo(2);
    assertThat(Jobs.text(Jobs.deadLetters(bus).get(0))).isEqualTo("bad");
  }

  @Test
  void whatTheCallThrows_countsAsWhatTheStageFailsWith() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    BusConsumer consumer =
        bus.jetStream()
            .consumeAsync(
                Jobs.spec().withMaxDeliver(2),
                message -> {
                  seen.add(Jobs.text(message));
                  throw new IllegalStateException("always");
                });
    Jobs.put(bus, "job.a", "m");
    await().until(() -> Jobs.deadLetters(bus).size() == 1);
    assertThat(seen).hasSize(2);
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(consumer.health().deadLettered()).isEqualTo(1);
  }

  @Test
  void consumerThatIsClosed_handsBackWhatIsUnderWay_andItsLateEndMeansNothing() throws Exception {
    BusConsumer consumer = consume(consumerOf(Duration.ofMinutes(1)));
    Jobs.put(bus, "job.a", "m");
    CompletableFuture<String> late = begun("m");
    assertThat(consumer.close(Duration.ZERO)).isFalse();
    late.complete("too late");
    begun.clear();
    BusConsumer next = consume(consumerOf(Duration.ofMinutes(1)));
    begun("m").complete("done");
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(next.health().acknowledged()).isEqualTo(1);
  }

  private static ConsumerSpec consumerOf(Duration ackWait) {
    return ConsumerSpec.of("JOBS", Jobs.worker().ackWait(ackWait).build(), "dead.job")
        .withParallelism(8);
  }

  @Test
  void consumerThatIsClosedWithTime_waitsForWhatIsUnderWay() throws Exception {
    BusConsumer consumer = consume(Jobs.spec().withParallelism(8));
    Jobs.put(bus, "job.a", "m");
    CompletableFuture<String> late = begun("m");
    CompletableFuture<Boolean> closed =
        CompletableFuture.supplyAsync(() -> consumer.close(Duration.ofSeconds(40)));
    Thread.sleep(200);
    assertThat(closed).isNotDone();
    late.complete("done");
    assertThat(closed.get()).isTrue();
    await().until(() -> Jobs.allAcknowledged(bus));
  }

  @Test
  void whatEndsInAnOutage_isAcknowledgedAfterIt() throws Exception {
    BusConsumer consumer = consume(Jobs.spec().withParallelism(8));
    Jobs.put(bus, "job.a", "m");
    CompletableFuture<String> done = begun("m");
    server.kill();
    await().until(() -> !bus.health().connected());
    done.complete("done");
    server.restart();
    await().until(() -> bus.health().connected() && Jobs.allAcknowledged(bus));
    assertThat(consumer.health().acknowledged()).isEqualTo(1);
  }
}
