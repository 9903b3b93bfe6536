package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.CloseReport;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.Policies;
import io.breakwater.policy.BufferPolicy;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing throws away what is queued, and tells nobody. The broker here reads nothing. */
@Timeout(120)
class Hazard08DiscardedByCloseTest {
  private static final int MESSAGES = 2_000;

  /** Together more than the sockets hold. */
  private static final byte[] BODY = new byte[8_192];

  private static final BufferPolicy ROOM_FOR_ALL =
      BufferPolicy.DEFAULTS.withCapacityBytes(2L * MESSAGES * BODY.length);

  @Test
  void plainJnats_discardsTheQueue_withoutAWord() throws Exception {
    List<String> reports = new CopyOnWriteArrayList<>();
    try (NatsServer server = NatsServer.start()) {
      Connection nats =
          connect(
              plain(server.url())
                  .errorListener(
                      new ErrorListener() {
                        @Override
                        public void messageDiscarded(Connection conn, Message msg) {
                          reports.add(msg.getSubject());
                        }
                      }));
      server.pause();
      for (int i = 0; i < MESSAGES; i++) {
        nats.publish("a", BODY);
      }
      nats.close();

      assertThat(nats.getStatistics().getOutMsgs()).isLessThan(MESSAGES);
      assertThat(reports).isEmpty();
      server.resume();
    }
  }

  @Test
  void theBus_returnsAndReportsAllOfThem() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).buffer(ROOM_FOR_ALL).build())) {
      awaitStarted(bus);
      server.pause();
      for (int i = 0; i < MESSAGES; i++) {
        bus.publish("a", BODY);
      }
      CloseReport report = bus.close(Duration.ofMillis(100));

      long written = report.indeterminate().stream().mapToLong(IndeterminateRange::count).sum();
      assertThat(written + report.undelivered().size()).isEqualTo(MESSAGES);
      assertThat(report.complete()).isFalse();
      server.resume();
    }
  }
}
