package io.breakwater.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.TestBroker;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AcknowledgedTest {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final TestBroker broker = new TestBroker();
  private Bus bus;
  private JetStreamManagement management;
  private Acknowledged acknowledged;

  @BeforeEach
  void open() throws Exception {
    bus = broker.bus("store");
    Provisioning.ensure(bus).toCompletableFuture().get(40, TimeUnit.SECONDS);
    management = bus.connection().jetStreamManagement();
    acknowledged = new Acknowledged(bus);
  }

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  private JetStreamSubscription consumer(Streams stream, String name, String filter)
      throws Exception {
    return bus.connection()
        .jetStream()
        .subscribe(
            filter,
            PullSubscribeOptions.builder().stream(stream.stream())
                .configuration(
                    ConsumerConfiguration.builder()
                        .durable(name)
                        .ackPolicy(AckPolicy.Explicit)
                        .filterSubject(filter)
                        .build())
                .build());
  }

  private void publish(String subject, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      bus.connection().jetStream().publish(subject, new byte[10]);
    }
  }

  private static void take(JetStreamSubscription consumer, int count) throws Exception {
    for (Message message : consumer.fetch(count, WAIT)) {
      message.ackSync(WAIT);
    }
  }

  private StreamState state(Streams stream) throws Exception {
    return management.getStreamInfo(stream.stream()).getStreamState();
  }

  @Test
  void acknowledged_staysForALook_andNothingElseGoes() throws Exception {
    JetStreamSubscription scheduler = consumer(Streams.SUBMIT, "scheduler", "sys.job.submit");
    publish("sys.job.submit", 10);
    take(scheduler, 6);
    assertThat(state(Streams.SUBMIT).getMsgCount()).as("the server deletes nothing").isEqualTo(10);

    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.SUBMIT).getMsgCount()).isEqualTo(10);
    acknowledged.sweep(0);
    assertThat(state(Streams.SUBMIT).getMsgCount()).as("not yet looked at").isEqualTo(10);
    acknowledged.sweep(4);
    assertThat(state(Streams.SUBMIT).getFirstSequence()).isEqualTo(5);
    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.SUBMIT).getFirstSequence()).isEqualTo(7);
    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.SUBMIT).getMsgCount()).as("the four that wait").isEqualTo(4);

    take(scheduler, 4);
    acknowledged.sweep(Long.MAX_VALUE);
    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.SUBMIT).getMsgCount()).isZero();
    publish("sys.job.submit", 1);
    assertThat(scheduler.fetch(1, WAIT)).hasSize(1);
  }

  @Test
  void untilAConsumerIsThere_allStays() throws Exception {
    publish("sys.job.result", 3);
    acknowledged.sweep(Long.MAX_VALUE);
    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.RESULT).getMsgCount()).isEqualTo(3);
  }

  @Test
  void whoHasAllOfHisPart_isDoneWithTheRest_whoHasNot_isWaitedFor() throws Exception {
    JetStreamSubscription first = consumer(Streams.DISPATCH, "worker-1", "job.*.worker-1");
    JetStreamSubscription second = consumer(Streams.DISPATCH, "worker-2", "job.*.worker-2");
    consumer(Streams.DISPATCH, "worker-3", "job.*.worker-3");
    publish("job.echo.worker-1", 1);
    publish("job.echo.worker-2", 2);
    publish("job.echo.worker-1", 5);
    take(first, 6);
    take(second, 1);

    acknowledged.sweep(Long.MAX_VALUE);
    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.DISPATCH).getFirstSequence())
        .as("the second message of worker-2")
        .isEqualTo(3);

    take(second, 1);
    acknowledged.sweep(Long.MAX_VALUE);
    acknowledged.sweep(Long.MAX_VALUE);
    assertThat(state(Streams.DISPATCH).getMsgCount()).isZero();
  }
}
