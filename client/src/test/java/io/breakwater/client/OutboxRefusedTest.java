package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the outbox does not take, or no stream does: each with its own exception. */
@Timeout(120)
class OutboxRefusedTest extends OutboxScenarios {
  @Test
  void noStreamForTheSubject_failsByName_andNothingElseIsAffected() throws Exception {
    CompletionStage<Receipt> nowhere =
        bus.outbox().send("nowhere.a", new byte[1], MessageId.of("1"));
    CompletionStage<Receipt> good = send("x");
    assertFails(nowhere)
        .isInstanceOf(NoStreamException.class)
        .hasMessage("send to nowhere.a (id 1): no stream covers the subject");
    assertThat(get(good).sequence()).isEqualTo(1);
    assertThat(undelivered)
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.cause()).isEqualTo(Undelivered.Cause.REJECTED);
              assertThat(message.level()).isEqualTo(DeliveryLevel.OUTBOX);
            });
    stream("LATE", "nowhere.>");
    CompletionStage<Receipt> late =
        await()
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(NoStreamException.class)
            .until(
                () -> {
                  CompletionStage<Receipt> again =
                      bus.outbox().send("nowhere.a", new byte[1], MessageId.of("2"));
                  return again
                          .handle((ok, e) -> e == null)
                          .toCompletableFuture()
                          .get(40, TimeUnit.SECONDS)
                      ? again
                      : null;
                },
                found -> found != null);
    assertThat(get(late).stream()).isEqualTo("LATE");
  }

  /** The stage was the only one to tell, whatever the bus knew. */
  @Test
  void missingStream_isToldAtTheCall_whereTheServerHasSaidSo() throws Exception {
    assertFails(bus.outbox().send("nowhere.a", new byte[1], MessageId.of("1")))
        .isInstanceOf(NoStreamException.class);
    assertRefuses(bus, "nowhere.a")
        .isInstanceOf(NoStreamException.class)
        .hasMessage("send to nowhere.a (id again): no stream covers the subject");
    assertThat(undelivered)
        .extracting(Undelivered::cause)
        .containsOnly(Undelivered.Cause.REJECTED)
        .hasSizeGreaterThan(1);
    get(send("still-fine"));
  }

  @Test
  void missingJetStream_isToldAtTheCall_andInAnOutageNobodyIsTold() throws Exception {
    try (NatsServer plain = NatsServer.start();
        Bus other = Bus.open(Policies.quick(plain.url()).build())) {
      other.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      assertFails(other.outbox().send("orders.new", new byte[1], MessageId.of("1")))
          .isInstanceOf(JetStreamNotEnabledException.class);
      assertRefuses(other, "orders.new")
          .isInstanceOf(JetStreamNotEnabledException.class)
          .hasMessage("send to orders.new (id again): JetStream is not enabled");
      plain.kill();
      await().atMost(PATIENCE).until(() -> !other.health().connected());
      assertThat(
              other
                  .outbox()
                  .send("orders.new", new byte[1], MessageId.of("3"))
                  .toCompletableFuture())
          .isNotDone();
    }
  }

  /** On a machine that is held up for a second, the bus has to ask again first. */
  private static AbstractThrowableAssert<?, ?> assertRefuses(Bus bus, String subject) {
    ThrowingCallable send = () -> bus.outbox().send(subject, new byte[1], MessageId.of("again"));
    return await()
        .atMost(PATIENCE)
        .until(() -> assertThat(catchThrowable(send)), thrown -> thrown.actual() != null);
  }

  @Test
  void noJetStream_failsByName() throws Exception {
    try (NatsServer plain = NatsServer.start();
        Bus other = Bus.open(Policies.quick(plain.url()).build())) {
      other.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      assertFails(other.outbox().send("orders.new", new byte[1], MessageId.of("1")))
          .isInstanceOf(JetStreamNotEnabledException.class)
          .hasMessage("send to orders.new (id 1): JetStream is not enabled");
    }
  }

  @Test
  void duplicateWindowThatIsTooShort_isRefusedBeforeAnythingIsSent() throws Exception {
    management()
        .addStream(
            StreamConfiguration.builder()
                .name("SHORT")
                .subjects("short")
                .duplicateWindow(Duration.ofSeconds(30))
                .build());
    assertFails(bus.outbox().send("short", new byte[1], MessageId.of("1")))
        .isInstanceOf(DuplicateWindowException.class)
        .hasMessage(
            "send to short (id 1): the duplicate window of stream SHORT, 30s, is shorter than"
                + " outbox.maxAge, 2m");
    assertThat(management().getStreamInfo("SHORT").getStreamState().getMsgCount()).isZero();
  }

  @Test
  void withoutExpiry_noDuplicateWindowIsAskedFor() throws Exception {
    management()
        .addStream(
            StreamConfiguration.builder()
                .name("SHORT")
                .subjects("short")
                .duplicateWindow(Duration.ofSeconds(30))
                .build());
    try (Bus patient = open(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS.withoutExpiry())) {
      assertThat(
              patient
                  .outbox()
                  .send("short", new byte[1], MessageId.of("1"))
                  .toCompletableFuture()
                  .get(40, TimeUnit.SECONDS)
                  .stream())
          .isEqualTo("SHORT");
    }
  }

  @Test
  void streamThatSaysNo_isQuoted_andOneThatIsFull_isTriedAgain() throws Exception {
    assertFails(
            bus.outbox()
                .send(
                    "orders.new",
                    new byte[1],
                    new Headers().add("Nats-Expected-Stream", "OTHER"),
                    MessageId.of("1")))
        .isInstanceOf(StreamRefusedException.class)
        .hasMessageStartingWith("send to orders.new (id 1): ");
    management()
        .addStream(
            StreamConfiguration.builder()
                .name("FULL")
                .subjects("full")
                .maxMessages(1)
                .discardPolicy(DiscardPolicy.New)
                .build());
    get(bus.outbox().send("full", new byte[1], MessageId.of("1")));
    CompletionStage<Receipt> second = bus.outbox().send("full", new byte[1], MessageId.of("2"));
    Thread.sleep(500);
    assertThat(second.toCompletableFuture()).isNotDone();
    management().purgeStream("FULL");
    assertThat(get(second).sequence()).isEqualTo(2);
  }

  @Test
  void badInput_throwsAtTheCall() throws Exception {
    MessageId id = MessageId.of("1");
    assertThatThrownBy(() -> bus.outbox().send("", new byte[1], id))
        .isInstanceOf(InvalidSubjectException.class);
    assertThatThrownBy(() -> bus.outbox().send("orders.*", new byte[1], id))
        .isInstanceOf(InvalidSubjectException.class)
        .hasMessage("send to \"orders.*\": the subject has a wildcard");
    assertThatThrownBy(() -> bus.outbox().send("orders.new", new byte[10_000], id))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("the server's max_payload of 10000");
    assertThatThrownBy(() -> MessageId.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageId.of("a b")).isInstanceOf(IllegalArgumentException.class);
    get(send("fine"));
    bus.close();
    assertThatThrownBy(() -> send("x"))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("send to orders.new (id id-x): the bus is closed");
  }
}
