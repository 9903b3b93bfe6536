package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.OutboxPolicy;
import io.breakwater.policy.Overflow;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbox on a real JetStream: what arrives, what does not, and what the caller hears. */
@Timeout(120)
class OutboxTest extends OutboxScenarios {
  @Test
  void sent_isInTheStream_withIdHeadersAndReceipt_andTwiceIsOnce() throws Exception {
    Headers headers = new Headers().add("who", "me", "you");
    Receipt first =
        get(bus.outbox().send("orders.new", new byte[] {7}, headers, MessageId.of("1")));
    assertThat(first).isEqualTo(new Receipt("ORDERS", 1, false));
    assertThat(headers.containsKey("Nats-Msg-Id")).isFalse();

    assertThat(get(bus.outbox().send("orders.new", new byte[] {7}, MessageId.of("1"))))
        .isEqualTo(new Receipt("ORDERS", 1, true));

    var message = management().getMessage("ORDERS", 1);
    assertThat(message.getSubject()).isEqualTo("orders.new");
    assertThat(message.getData()).containsExactly(7);
    assertThat(message.getHeaders().get("who")).containsExactly("me", "you");
    assertThat(message.getHeaders().get("Nats-Msg-Id")).containsExactly("1");
    assertThat(bus.health().delivery().acknowledged()).isEqualTo(2);
    assertThat(bus.health().delivery().sent()).isEqualTo(2);
    await().until(() -> bus.health().delivery().backlogMessages() == 0);
  }

  @Test
  void manyOfThem_areStoredInTheirOrder_withAWindowOfAny() throws Exception {
    for (int window : new int[] {1, 7, 1_024}) {
      reopen(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS.withWindow(window));
      management().purgeStream("ORDERS");
      List<CompletionStage<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        receipts.add(send(window + "-" + i));
      }
      assertRising(receipts);
      assertThat(stored()).isEqualTo(300);
    }
  }

  @Test
  void outages_loseNothingAndDoubleNothing() throws Exception {
    List<CompletionStage<Receipt>> receipts = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 3_000; i++) {
                receipts.add(send("m" + i));
                if (i % 10 == 0) {
                  pause();
                }
              }
            });
    for (int i = 0; i < 3; i++) {
      kill();
      server.restart();
      await().atMost(PATIENCE).until(() -> bus.health().connected());
    }
    sender.get(60, TimeUnit.SECONDS);
    for (CompletionStage<Receipt> receipt : receipts) {
      get(receipt);
    }
    StreamInfo info = management().getStreamInfo("ORDERS");
    assertThat(info.getStreamState().getMsgCount()).isEqualTo(3_000);
    assertThat(undelivered).isEmpty();
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void streamThatComesBackLate_isWaitedFor_byWhatWasHeld() throws Exception {
    get(send("before"));
    kill();
    CompletionStage<Receipt> held = send("held");
    server.wipe();
    server.restart();
    await().atMost(PATIENCE).until(() -> bus.health().connected());
    Thread.sleep(300);
    assertThat(held.toCompletableFuture()).isNotDone();
    stream("ORDERS", "orders.>");
    assertThat(get(held)).isEqualTo(new Receipt("ORDERS", 1, false));
  }

  @Test
  void brokerThatLostItsData_whatIsSentBeforeItsStreamIsMadeAgain_waitsToo() throws Exception {
    get(send("before"));
    kill();
    server.wipe();
    server.restart();
    await().atMost(PATIENCE).until(() -> bus.health().connected());
    CompletionStage<Receipt> early = send("early");
    // Long enough for the server's no.
    Thread.sleep(300);
    assertThat(early.toCompletableFuture()).isNotDone();
    stream("ORDERS", "orders.>");
    CompletionStage<Receipt> late = send("late");
    get(early);
    get(late);
    assertThat(stored()).isEqualTo(2);
    assertThat(undelivered).isEmpty();
  }

  @Test
  void message_expires_andSaysWhatHappenedToItLast() throws Exception {
    reopen(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS.withMaxAge(Duration.ofMillis(500)));
    kill();
    assertFails(send("old"))
        .isInstanceOf(MessageExpiredException.class)
        .hasMessage("send to orders.new (id id-old): not acknowledged within 500ms (never sent)");
    assertThat(undelivered)
        .singleElement()
        .satisfies(m -> assertThat(m.cause()).isEqualTo(Undelivered.Cause.EXPIRED));
    assertThat(bus.health().delivery().backlogMessages()).isZero();
  }

  @Test
  void errorOfADeliveryListener_doesNotEndDelivery() throws Exception {
    reopen(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS.withMaxAge(Duration.ofMillis(500)));
    bus.onDelivery(
        new DeliveryListener() {
          @Override
          public void undelivered(Undelivered message) {
            throw new NoClassDefFoundError("thrown on purpose");
          }
        });
    kill();
    // Its listener hears of it on the thread that sends.
    assertFails(send("old")).isInstanceOf(MessageExpiredException.class);
    server.restart();
    await().atMost(PATIENCE).until(() -> bus.health().connected());
    get(send("new"));
  }

  @Test
  void cancelled_isNotSent() throws Exception {
    kill();
    CompletionStage<Receipt> first = send("1");
    CompletionStage<Receipt> second = send("2");
    assertThat(first.toCompletableFuture().cancel(true)).isTrue();
    assertThat(bus.health().delivery().backlogMessages()).isEqualTo(1);
    server.restart();
    get(second);
    assertThat(stored()).isEqualTo(1);
    assertFails(first).isInstanceOf(CancellationException.class);
    assertThat(undelivered)
        .singleElement()
        .satisfies(m -> assertThat(m.cause()).isEqualTo(Undelivered.Cause.CANCELLED));
    assertThat(second.toCompletableFuture().cancel(true)).isFalse();
  }

  @Test
  void oneBuffer_isSharedByBothLevels() throws Exception {
    reopen(BufferPolicy.DEFAULTS.withMaxMessages(2), OutboxPolicy.DEFAULTS);
    kill();
    CompletionStage<Receipt> held = send("held");
    bus.publish("a", new byte[1]);
    assertThatThrownBy(() -> send("x")).isInstanceOf(BufferFullException.class);
    assertThatThrownBy(() -> bus.publish("a", new byte[1])).isInstanceOf(BufferFullException.class);
    assertThat(undelivered).hasSize(2).allMatch(m -> m.cause() == Undelivered.Cause.REFUSED);
    server.restart();
    get(held);
    await().until(() -> bus.health().delivery().backlogMessages() == 0);
    get(send("x"));
  }

  @Test
  void dropOldest_tellsTheOwner() throws Exception {
    reopen(
        BufferPolicy.DEFAULTS.withMaxMessages(1).withOverflow(Overflow.DROP_OLDEST),
        OutboxPolicy.DEFAULTS);
    kill();
    CompletionStage<Receipt> dropped = send("1");
    CompletionStage<Receipt> kept = send("2");
    assertFails(dropped)
        .isInstanceOf(MessageDroppedException.class)
        .hasMessage("send to orders.new (id id-1): dropped for a newer one");
    server.restart();
    get(kept);
  }

  @Test
  void closeWithTime_waitsForTheAcknowledgements_closeWithout_failsThem() throws Exception {
    List<CompletionStage<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      receipts.add(send("m" + i));
    }
    assertThat(bus.close(PATIENCE).complete()).isTrue();
    for (CompletionStage<Receipt> receipt : receipts) {
      get(receipt);
    }
    bus = open(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS);
    kill();
    CompletionStage<Receipt> held = send("left");
    CloseReport report = bus.close(Duration.ofMillis(50));
    assertThat(report.undelivered())
        .singleElement()
        .satisfies(
            left -> {
              Message message = left.message();
              assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("id-left");
              assertThat(left.cause()).isEqualTo(Undelivered.Cause.CLOSED);
            });
    assertFails(held).isInstanceOf(BusClosedException.class);
  }

  @Test
  void receiptThatHoldsUpItsThread_doesNotHoldUpTheOutbox() throws Exception {
    CompletableFuture<Void> release = new CompletableFuture<>();
    // No broker, so that the receipt comes after the code that waits for it.
    kill();
    CompletionStage<Void> stuck = send("1").thenAccept(receipt -> release.join());
    server.restart();
    CompletionStage<Receipt> second = send("2");
    await().atMost(PATIENCE).until(() -> bus.health().connected());
    await().atMost(PATIENCE).until(() -> stored() == 2);
    release.complete(null);
    get(second);
    stuck.toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  @Test
  void backlogOfManySubjects_asksForTheirStream_aFewTimes() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (FaultProxy proxy = FaultProxy.to(server);
        Connection spy = Nats.connect(server.url())) {
      spy.createDispatcher(request -> asked.incrementAndGet()).subscribe("$JS.API.STREAM.>");
      spy.flush(PATIENCE);
      proxy.set(new Fault.Refuse());
      try (Bus late = Bus.open(Policies.quick(proxy.url()).build())) {
        for (int i = 0; i < 2_000; i++) {
          var unused = late.outbox().send("orders." + i, new byte[1], MessageId.of("subject-" + i));
        }
        proxy.set(new Fault.Forward());
        await().atMost(PATIENCE).until(() -> late.health().delivery().backlogMessages() == 0);
        assertThat(late.health().delivery().acknowledged()).isEqualTo(2_000);
      }
    }
    assertThat(asked.get()).isBetween(2, 20);
  }

  @Test
  void backlogOfBothLevels_goesOutInTurn() throws Exception {
    List<String> arrived = new CopyOnWriteArrayList<>();
    bus.subscribe("live", message -> arrived.add("publish"));
    bus.subscribe("orders.>", message -> arrived.add("outbox"));
    get(send("first"));
    kill();
    for (int i = 0; i < 200; i++) {
      bus.publish("live", new byte[1]);
    }
    List<CompletionStage<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      receipts.add(send("m" + i));
    }
    arrived.clear();
    server.restart();
    for (CompletionStage<Receipt> receipt : receipts) {
      get(receipt);
    }
    await().atMost(PATIENCE).until(() -> arrived.size() >= 400);
    assertThat(arrived.subList(0, 200).stream().filter("publish"::equals).count())
        .as("of publish, in the first half of the drain")
        .isBetween(50L, 150L);
  }
}
