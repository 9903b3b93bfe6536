package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.Message;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Poison that is nearly as long as a message may be: with its story it does not fit. */
@Timeout(120)
class DeadLetterLengthTest {
  private static final int MAX = 10_000;

  private final Events events = new Events();
  private final AtomicInteger calls = new AtomicInteger();
  private NatsServer server;
  private Bus bus;

  @BeforeEach
  void open() throws Exception {
    server = NatsServer.start(ServerConfig.builder().jetStream().maxPayload(MAX).build());
    bus = Bus.open(Policies.quick(server.url()).build(), events);
    Jobs.get(bus.jetStream().ensure(Jobs.STREAM));
  }

  @AfterEach
  void close() {
    bus.close();
    server.close();
  }

  @Test
  void letterOverMaxPayload_hasNoHeadersOfTheMessage_butItsBody() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.DEAD));
    Headers headers = new Headers();
    headers.put("Tenant", "a".repeat(1_000));
    byte[] body = body(MAX - 1_200);
    Message letter = letterOf(body, headers);
    assertThat(letter.getData()).isEqualTo(body);
    assertThat(letter.getHeaders().containsKey("Tenant")).isFalse();
    assertThat(letter.getHeaders().getFirst("Breakwater-Omitted")).isEqualTo("its headers");
  }

  @Test
  void letterWhoseBodyLeavesNoRoom_hasAsMuchOfItAsFits_andTheEventSaysSo() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.DEAD));
    byte[] body = body(MAX - 20);
    Message letter = letterOf(body, new Headers());
    assertThat(letter.getData().length).isBetween(MAX - 1_000, MAX - 300);
    assertThat(letter.getData()).isEqualTo(Arrays.copyOf(body, letter.getData().length));
    assertThat(letter.getHeaders().getFirst("Breakwater-Omitted"))
        .isEqualTo(
            "its headers, and its body after " + letter.getData().length + " of 9980 bytes");
    await()
        .untilAsserted(
            () ->
                assertThat(events.of(LifecycleEvent.DeadLettered.class))
                    .singleElement()
                    .satisfies(
                        e ->
                            assertThat(e.reason())
                                .contains("; too long, the letter is without its headers")));
  }

  @Test
  void streamThatTakesShorterLettersThanTheServer_getsTheStoryAlone() throws Exception {
    Jobs.get(
        bus.jetStream()
            .ensure(StreamConfiguration.builder(Jobs.DEAD).maximumMessageSize(1_000).build()));
    Message letter = letterOf(body(5_000), new Headers());
    assertThat(letter.getData()).isEmpty();
    assertThat(letter.getHeaders().getFirst("Breakwater-Sequence")).isEqualTo("1");
  }

  /** Tells also that the message came no more often than it may. */
  private Message letterOf(byte[] body, Headers headers) throws Exception {
    BusConsumer consumer =
        bus.jetStream()
            .consume(
                Jobs.spec().withMaxDeliver(2),
                message -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException("poison");
                });
    bus.connection()
        .jetStream()
        .publish(NatsMessage.builder().subject("job.a").data(body).headers(headers).build());
    await().until(() -> consumer.health().deadLettered() == 1);
    await().until(() -> Jobs.allAcknowledged(bus));
    assertThat(calls).hasValue(2);
    return Jobs.deadLetters(bus).get(0);
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) i;
    }
    return body;
  }
}
