package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be as it was told is said once, and works as soon as somebody has mended it. */
@Timeout(120)
class ConsumerRefusedTest {
  private final Events events = new Events();
  private NatsServer server;
  private Bus bus;

  @BeforeEach
  void open() throws Exception {
    server = NatsServer.start(ServerConfig.builder().jetStream().build());
    bus = Bus.open(Policies.quick(server.url()).build(), events);
    Jobs.get(bus.started());
  }

  @AfterEach
  void close() {
    bus.close();
    server.close();
  }

  @Test
  void missingStream_isNamed_andTheConsumerStartsWhenSomebodyMakesIt() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.DEAD));
    BusConsumer consumer = bus.jetStream().consume(Jobs.spec(), message -> {});
    assertFails(consumer.started())
        .isInstanceOf(StreamNotFoundException.class)
        .hasMessage("consumer worker of stream JOBS: there is no stream JOBS");
    assertThat(consumer.health().state()).isEqualTo(ConsumerHealth.State.REFUSED);
    assertThat(consumer.health().problem()).contains("there is no stream JOBS");
    management().addStream(Jobs.STREAM);
    await().until(() -> consumer.health().state() == ConsumerHealth.State.RUNNING);
    assertThat(consumer.health().problem()).isNull();
    await()
        .untilAsserted(
            () -> assertThat(events.of(LifecycleEvent.JetStreamRefused.class)).hasSize(1));
  }

  @Test
  void durableWithAnotherConfiguration_isAConflict_andLeftAsItIs() throws Exception {
    Jobs.ensure(bus);
    management()
        .addOrUpdateConsumer(
            "JOBS", Jobs.worker().ackWait(Duration.ofSeconds(9)).filterSubject("job.a").build());
    assertFails(bus.jetStream().consume(Jobs.spec(), message -> {}).started())
        .isInstanceOf(ConsumerConflictException.class)
        .hasMessage(
            "consumer worker of stream JOBS: exists with another configuration;"
                + " ack_wait: told 2000000000, there 9000000000;"
                + " filter_subject: told null, there \"job.a\"");
    assertThat(Jobs.info(bus).getConsumerConfiguration().getAckWait())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void durableWithALimitOfDeliveries_isAConflict_forItWouldHideMessages() throws Exception {
    Jobs.ensure(bus);
    management().addOrUpdateConsumer("JOBS", Jobs.worker().maxDeliver(3).build());
    assertFails(bus.jetStream().consume(Jobs.spec(), message -> {}).started())
        .isInstanceOf(ConsumerConflictException.class)
        .hasMessageContaining("max_deliver: told none, there 3");
  }

  @Test
  void durableThatBeganElsewhere_isNoConflict() throws Exception {
    Jobs.ensure(bus);
    management()
        .addOrUpdateConsumer("JOBS", Jobs.worker().deliverPolicy(DeliverPolicy.New).build());
    Jobs.get(bus.jetStream().consume(Jobs.spec(), message -> {}).started());
  }

  @Test
  void deadLettersThatNoStreamCovers_areRefused() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.STREAM));
    assertFails(bus.jetStream().consume(Jobs.spec(), message -> {}).started())
        .isInstanceOf(NoStreamException.class)
        .hasMessage(
            "consumer worker of stream JOBS, dead letters to dead.job:"
                + " no stream covers the subject");
  }

  @Test
  void deadLettersThatComeBack_areRefused() throws Exception {
    Jobs.ensure(bus);
    assertFails(
            bus.jetStream()
                .consume(ConsumerSpec.of("JOBS", Jobs.worker().build(), "job.dead"), message -> {})
                .started())
        .isInstanceOf(JetStreamRefusedException.class)
        .hasMessage(
            "consumer worker of stream JOBS: it would consume its own dead letters from job.dead");
  }

  @Test
  void filterOfWhatTheStreamCoveredBefore_isLegal_whileItHasThat() throws Exception {
    Jobs.ensure(bus);
    Jobs.put(bus, "job.a", "old");
    bus.connection()
        .jetStreamManagement()
        .updateStream(StreamConfiguration.builder(Jobs.STREAM).subjects("work.>").build());
    Jobs.get(
        bus.jetStream()
            .consume(
                ConsumerSpec.of("JOBS", Jobs.worker().filterSubject("job.a").build(), "dead.job"),
                message -> {})
            .started());
  }

  @Test
  void filterThatTheStreamDoesNotCover_isNamed() throws Exception {
    Jobs.ensure(bus);
    assertFails(
            bus.jetStream()
                .consume(
                    ConsumerSpec.of(
                        "JOBS", Jobs.worker().filterSubject("other.x").build(), "dead.job"),
                    message -> {})
                .started())
        .isInstanceOf(NoStreamException.class)
        .hasMessageStartingWith("consumer worker of stream JOBS, which filters other.x");
  }

  @Test
  void serverWithoutJetStream_isNamed_andFound_whenItHasIt() throws Exception {
    server.configure(ServerConfig.builder().build());
    server.restart();
    BusConsumer consumer = bus.jetStream().consume(Jobs.spec(), message -> {});
    assertFails(consumer.started())
        .isInstanceOf(JetStreamNotEnabledException.class)
        .hasMessage("consumer worker of stream JOBS: JetStream is not enabled");
    assertFails(bus.jetStream().ensure(Jobs.STREAM))
        .isInstanceOf(JetStreamNotEnabledException.class)
        .hasMessage("stream JOBS: JetStream is not enabled");
    bus.jetStream().ensure(Jobs.DEAD);
    assertThat(bus.health().connected()).isTrue();

    server.configure(ServerConfig.builder().jetStream().build());
    server.restart();
    await().until(() -> consumer.health().state() == ConsumerHealth.State.RUNNING);
  }

  @Test
  void accountWithoutJetStream_isNamed() throws Exception {
    server.configure(
        ServerConfig.builder()
            .jetStream()
            .extraLine("accounts { A { users: [ { user: a, password: b } ] } }")
            .extraLine("no_auth_user: a")
            .build());
    server.restart();
    assertFails(bus.jetStream().ensure(Jobs.STREAM))
        .isInstanceOf(JetStreamNotEnabledException.class)
        .hasMessage("stream JOBS: JetStream is not enabled");
  }

  @Test
  void streamWithAnotherConfiguration_isAConflict_andConsumedAllTheSame() throws Exception {
    management()
        .addStream(
            StreamConfiguration.builder(Jobs.STREAM)
                .subjects("job.>", "task.>")
                .maxAge(Duration.ofHours(1))
                .build());
    Jobs.get(bus.jetStream().ensure(Jobs.DEAD));
    assertFails(
            bus.jetStream()
                .ensure(
                    StreamConfiguration.builder(Jobs.STREAM).maxAge(Duration.ofHours(2)).build()))
        .isInstanceOf(StreamConflictException.class)
        .hasMessage(
            "stream JOBS: exists with another configuration;"
                + " max_age: told 7200000000000, there 3600000000000;"
                + " subjects: told [\"job.>\"], there [\"job.>\", \"task.>\"]");
    Jobs.get(bus.jetStream().consume(Jobs.spec(), message -> {}).started());
  }

  /** As if the only replica of LONE were on a server that is away: nobody answers for it. */
  @Test
  void streamThatDoesNotAnswer_holdsUpItsOwnConsumersOnly_andTheirHealthSaysSo() throws Exception {
    server.configure(
        ServerConfig.builder()
            .jetStream()
            .authentication(
                new Authentication.Restricted(
                    new Authentication.None(), "$JS.API.STREAM.INFO.LONE"))
            .build());
    server.restart();
    bus.jetStream().ensure(Jobs.stream("LONE", "lone.>"));
    bus.jetStream().ensure(Jobs.STREAM);
    bus.jetStream().ensure(Jobs.DEAD);
    BusConsumer lone =
        bus.jetStream()
            .consume(ConsumerSpec.of("LONE", Jobs.worker().build(), "dead.lone"), message -> {});
    BusConsumer consumer = bus.jetStream().consume(Jobs.spec(), message -> {});
    Jobs.get(consumer.started());
    await().until(() -> String.valueOf(lone.health().problem()).startsWith("stream LONE: "));
    assertThat(lone.health().state()).isEqualTo(ConsumerHealth.State.STARTING);
  }

  @Test
  void streamThatTheServerRefuses_isToldInItsWords() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.STREAM));
    assertFails(bus.jetStream().ensure(Jobs.stream("THIEF", "job.a")))
        .isInstanceOf(JetStreamRefusedException.class)
        .hasMessage("stream THIEF: subjects overlap with an existing stream");
  }

  @Test
  void streamToldTwice_isOneStream_unlessItIsAnother() throws Exception {
    Jobs.get(bus.jetStream().ensure(Jobs.STREAM));
    Jobs.get(bus.jetStream().ensure(Jobs.STREAM));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.jetStream().ensure(Jobs.stream("JOBS", "other.>")))
        .withMessage("stream JOBS: told before with another configuration");
    await()
        .untilAsserted(() -> assertThat(events.of(LifecycleEvent.StreamCreated.class)).hasSize(1));
  }

  @Test
  void specThatCannotWork_isRefusedAtTheCall() {
    refuses(
        () -> ConsumerSpec.of("JOBS", ConsumerConfiguration.builder().build(), "dead.job"),
        "a durable name is needed");
    refuses(
        () -> ConsumerSpec.of("JOBS", Jobs.worker().ackPolicy(AckPolicy.None).build(), "dead.job"),
        "ackPolicy must be explicit");
    refuses(
        () -> ConsumerSpec.of("JOBS", Jobs.worker().deliverSubject("x").build(), "dead.job"),
        "a pull consumer has no deliverSubject");
    refuses(
        () -> ConsumerSpec.of("JOBS", Jobs.worker().maxDeliver(5).build(), "dead.job"),
        "maxDeliver is kept by the bus: give it to the ConsumerSpec, not to the configuration");
    refuses(
        () -> ConsumerSpec.of("JOBS", Jobs.worker().backoff(1, 2).build(), "dead.job"),
        "backoff is kept by the bus: use withRetry");
    refuses(
        () -> ConsumerSpec.of("JOBS", Jobs.worker().build(), "dead.*"),
        "deadLetter must not have wildcards");
    refuses(
        () -> ConsumerSpec.of("JOBS", Jobs.worker().filterSubject("job.>").build(), "job.dead"),
        "it would consume its own dead letters from job.dead");
    refuses(() -> Jobs.spec().withParallelism(0), "parallelism must be at least 1: 0");
    refuses(() -> Jobs.spec().withPrefetch(-1), "prefetch must not be negative: -1");
    refuses(() -> Jobs.spec().withMaxDeliver(0), "maxDeliver must be at least 1: 0");
    refuses(
        () -> Jobs.spec().withRetry(Duration.ofSeconds(2), Duration.ofSeconds(1)),
        "retryMax must not be under 2s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerSpec.of("no.dots", Jobs.worker().build(), "dead.job"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerSpec.of("JOBS", Jobs.worker().build(), ""));
  }

  private static void refuses(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }

  private JetStreamManagement management() throws Exception {
    return bus.connection().jetStreamManagement();
  }

  private static AbstractThrowableAssert<?, ?> assertFails(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(40, TimeUnit.SECONDS);
      throw new AssertionError("completed");
    } catch (ExecutionException e) {
      return assertThat(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
