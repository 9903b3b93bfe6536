package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application does with a bus that is connected, and what it must not do. */
@Timeout(60)
class MessagingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static NatsServer server;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private Bus bus;

  @BeforeAll
  static void startServer() {
    server = NatsServer.start(ServerConfig.builder().maxPayload(1_000).build());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    bus = Bus.open(Policies.quick(server.url()).build());
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void subscriptionMadeBeforeTheConnection_isThereWhenItStands() throws Exception {
    bus.subscribe("a.>", message -> received.add(text(message.getData())));
    started();
    publish("a.b", "one");
    await().untilAsserted(() -> assertThat(received).containsExactly("one"));
  }

  @Test
  void closedSubscription_hearsNothingMore_closedTwiceOrBeforeTheConnection() throws Exception {
    BusSubscription never = bus.subscribe("a", message -> received.add("never"));
    never.close();
    started();
    BusSubscription once = bus.subscribe("a", message -> received.add(text(message.getData())));
    publish("a", "one");
    await().untilAsserted(() -> assertThat(received).containsExactly("one"));
    once.close();
    once.close();
    bus.subscribe("a", message -> received.add("after"));
    publish("a", "two");
    await().untilAsserted(() -> assertThat(received).containsExactly("one", "after"));
    assertThat(once.subject()).isEqualTo("a");
    assertThat(once.queue()).isNull();
  }

  @Test
  void handlerThatThrows_getsTheNextMessage() throws Exception {
    started();
    bus.subscribe(
        "a",
        message -> {
          received.add(text(message.getData()));
          throw new IllegalStateException("thrown on purpose");
        });
    publish("a", "one");
    publish("a", "two");
    await().untilAsserted(() -> assertThat(received).containsExactly("one", "two"));
  }

  @Test
  void queueGroup_handsEachMessageToOneMember() throws Exception {
    started();
    List<String> second = new CopyOnWriteArrayList<>();
    BusSubscription member =
        bus.subscribe("a", "group", message -> received.add(text(message.getData())));
    bus.subscribe("a", "group", message -> second.add(text(message.getData())));
    for (int i = 0; i < 50; i++) {
      publish("a", "m" + i);
    }
    await().until(() -> received.size() + second.size() == 50);
    assertThat(received).doesNotContainAnyElementsOf(second);
    assertThat(member.queue()).isEqualTo("group");
  }

  @Test
  void request_isAnswered() throws Exception {
    started();
    bus.subscribe("echo", message -> bus.publish(message.getReplyTo(), message.getData()));
    assertThat(
            bus.request("echo", bytes("hi"), LIMIT)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .getData())
        .isEqualTo(bytes("hi"));
  }

  @Test
  void requestNobodyAnswers_failsWhenItsTimeIsUp_notFiveSecondsLater() throws Exception {
    started();
    bus.subscribe("silence", message -> {});
    long began = System.nanoTime();
    assertFails(bus.request("silence", new byte[0], Duration.ofMillis(200)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("request to silence: no reply within 200ms");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void requestNobodyIsSubscribedTo_failsAtOnce() throws Exception {
    started();
    assertFails(bus.request("nobody", new byte[0], Duration.ofHours(1)))
        .isInstanceOf(NoRespondersException.class)
        .hasMessage("request to nobody: no responders");
  }

  @Test
  void requestUnderWay_isCancelledByTheClose() throws Exception {
    started();
    bus.subscribe("silence", message -> {});
    CompletionStage<?> reply = bus.request("silence", new byte[0], Duration.ofHours(1));
    bus.close();
    assertFails(reply).isInstanceOf(CancellationException.class);
  }

  @Test
  void invalidSubjects_areTheCallersMistake() throws Exception {
    started();
    for (String subject : List.of("", "a b", "a\r\nPUB x 0\r\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.request(subject, new byte[0], LIMIT));
      assertThatIllegalArgumentException().isThrownBy(() -> bus.subscribe(subject, message -> {}));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.subscribe("a", "my group", message -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> bus.subscribe("a", "", message -> {}));
    publish("still.connected", "x");
    assertThat(bus.health().reconnects()).isZero();
  }

  @Test
  void messageLargerThanTheServerTakes_isTheCallersMistake() throws Exception {
    started();
    assertThatThrownBy(() -> bus.publish("a", new byte[1_001]))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessage("publish to a: 1001 bytes are over the server's max_payload of 1000");
    bus.publish("a", new byte[1_000]);
    assertThat(bus.health().connected()).isTrue();
  }

  @Test
  void handlerOfConnections_isToldOnce_howeverLateItComes() throws Exception {
    List<Integer> early = new CopyOnWriteArrayList<>();
    List<Connection> late = new CopyOnWriteArrayList<>();
    bus.onConnection((generation, connection) -> early.add(generation));
    started();
    bus.onConnection((generation, connection) -> late.add(connection));
    assertThat(late).containsExactly(bus.connection());
    await().untilAsserted(() -> assertThat(early).containsExactly(1));
  }

  @Test
  void handlerOfConnectionsThatThrows_keepsNobodyFromStarting() throws Exception {
    bus.onConnection(
        (generation, connection) -> {
          throw new IllegalStateException("thrown on purpose");
        });
    started();
    assertThat(bus.health().connected()).isTrue();
  }

  @Test
  void closedBus_saysSo() throws Exception {
    started();
    bus.close();
    assertThatThrownBy(() -> bus.publish("a", new byte[0]))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("publish to a: the bus is closed");
    assertThatThrownBy(() -> bus.request("a", new byte[0], LIMIT))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("request to a: the bus is closed");
    assertThatThrownBy(() -> bus.subscribe("a", message -> {}))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("subscribe to a: the bus is closed");
    assertThatThrownBy(bus::connection)
        .isInstanceOf(BusClosedException.class)
        .hasMessage("connection: the bus is closed");
    assertThatThrownBy(bus::reconnect)
        .isInstanceOf(BusClosedException.class)
        .hasMessage("reconnect: the bus is closed");
    assertThat(bus.health().state()).isEqualTo(BusState.CLOSED);
    assertThat(bus.started().toCompletableFuture()).isCompleted();
  }

  @Test
  void close_endsAllThreadsOfTheBus() throws Exception {
    try (Bus named = Bus.open(Policies.quick(server.url()).name("threads").build())) {
      named.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
      named.subscribe("a", message -> {});
      assertThat(threads("breakwater-threads")).isNotEmpty().allMatch(Thread::isDaemon);
    }
    await().untilAsserted(() -> assertThat(threads("breakwater-threads")).isEmpty());
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  private void started() throws Exception {
    bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void publish(String subject, String body) {
    bus.publish(subject, bytes(body));
  }

  private static AbstractThrowableAssert<?, ?> assertFails(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
      throw new AssertionError("completed");
    } catch (ExecutionException e) {
      return assertThat(e.getCause());
    } catch (CancellationException e) {
      return assertThat(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
