package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.lab.storm.BrokerCounts.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BrokerCountsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void peak_isTheMostWithinTheWindow() {
    List<Sample> samples =
        List.of(
            new Sample(0, 0),
            new Sample(SECOND / 2, 10),
            new Sample(SECOND, 12),
            new Sample(SECOND * 3 / 2, 30),
            new Sample(SECOND * 4, 31));
    assertThat(BrokerCounts.peak(samples, Duration.ofSeconds(1))).isEqualTo(20);
    assertThat(BrokerCounts.total(samples)).isEqualTo(31);
  }

  @Test
  void peak_ofALongSilence_isWhatSomeWindowOfItMustHaveSeen() {
    List<Sample> samples =
        List.of(new Sample(0, 0), new Sample(SECOND / 2, 4), new Sample(SECOND * 3, 25));
    assertThat(BrokerCounts.peak(samples, Duration.ofSeconds(1))).isEqualTo(7);
  }

  @Test
  void neverAnswered_isNotMeasured() {
    List<Sample> none = List.of(new Sample(0, 0));
    assertThat(BrokerCounts.peak(none, Duration.ofSeconds(1))).isNull();
    assertThat(BrokerCounts.total(none)).isNull();
  }

  @Test
  void aRealBroker_isCounted_andItsDeathIsBorne() throws IOException {
    try (NatsServer broker = NatsServer.start(ServerConfig.builder().monitoring().build());
        BrokerCounts counts = new BrokerCounts(broker.monitoring())) {
      for (int i = 0; i < 5; i++) {
        new Socket(InetAddress.getLoopbackAddress(), broker.port()).close();
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                Long total = BrokerCounts.total(counts.samples());
                return total != null && total >= 5;
              });
      long quiet = System.nanoTime();
      assertThat(counts.settledSince(quiet)).isFalse();
      await().atMost(Duration.ofSeconds(60)).until(() -> counts.settledSince(quiet));
      broker.kill();
      int before = counts.samples().size();
      await().during(Duration.ofMillis(300)).until(() -> counts.samples().size() <= before + 1);
    }
  }

  @Test
  void followedFromNow_whatCameBeforeIsLeftOut_andARestartIsNoStepBack() throws IOException {
    try (NatsServer broker = NatsServer.start(ServerConfig.builder().monitoring().build())) {
      dial(broker, 50);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> broker.monitoring().varz().totalConnections() >= 50);
      try (BrokerCounts counts = BrokerCounts.fromNow(broker.monitoring())) {
        dial(broker, 2);
        long before = awaitTotal(counts, 2);
        broker.restart();
        dial(broker, 3);
        // Its start makes a connection or two of its own.
        assertThat(awaitTotal(counts, before + 4)).isLessThan(20);
      }
    }
  }

  private static void dial(NatsServer broker, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      new Socket(InetAddress.getLoopbackAddress(), broker.port()).close();
    }
  }

  private static long awaitTotal(BrokerCounts counts, long least) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> Objects.requireNonNullElse(BrokerCounts.total(counts.samples()), 0L),
            total -> total >= least);
  }
}
