package io.breakwater.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Result;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.lab.storm.Moments;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four replicas; the disruption lasts from second 10 to 12, and all is over at 40. */
final class ClusterFiguresTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int REPLICAS = 4;

  private final AttemptLog log = new AttemptLog();

  @BeforeEach
  void allConnected() {
    for (int replica = 0; replica < REPLICAS; replica++) {
      change(replica, true, 1);
    }
  }

  @Test
  void timesAreOfThoseWhoWereDropped_toTheConnectionThatLasted() {
    change(0, false, 10);
    change(0, true, 11);
    change(1, false, 10);
    change(1, true, 13);
    change(1, false, 14);
    change(1, true, 17);
    Result result = result(true);
    assertThat(result.dropped()).isEqualTo(2);
    assertThat(result.connected()).isEqualTo(4);
    assertThat(result.lostReplicas()).isZero();
    // One was back before all could be, the other 5 s after.
    assertThat(result.t50Seconds()).isZero();
    assertThat(result.t100Seconds()).isEqualTo(5);
    assertThat(result.longestOutageSeconds()).isEqualTo(3);
    // Two replicas, ten per second.
    assertThat(result.boundSeconds()).isEqualTo(0.2);
    assertThat(result.ratio()).isEqualTo(25);
  }

  @Test
  void oneWhoDidNotComeBack_isLost_andItsOutageLastsToTheEnd() {
    change(2, false, 10);
    change(2, true, 15);
    change(2, false, 16);
    Result result = result(true);
    assertThat(result.lostReplicas()).isEqualTo(1);
    assertThat(result.t100Seconds()).isNull();
    assertThat(result.ratio()).isNull();
    assertThat(result.longestOutageSeconds()).isEqualTo(24);
  }

  @Test
  void nobodyDropped_nobodyHadToComeBack() {
    Result result = result(true);
    assertThat(result.dropped()).isZero();
    assertThat(result.t100Seconds()).isZero();
    assertThat(result.boundSeconds()).isNull();
    assertThat(result.longestOutageSeconds()).isZero();
  }

  @Test
  void withoutABound_thereIsNoRatio() {
    change(0, false, 10);
    change(0, true, 13);
    assertThat(result(false).ratio()).isNull();
    assertThat(result(false).t100Seconds()).isEqualTo(1);
  }

  @Test
  void blind_untilTheDropOrTheEndOfIt() {
    change(0, false, 11);
    change(1, false, 30);
    ClusterFigures figures = new ClusterFigures(moments(), log);
    assertThat(figures.blindSeconds(cutOff(0))).isEqualTo(1);
    assertThat(figures.noticed(cutOff(0))).isEqualTo(1);
    assertThat(figures.blindSeconds(cutOff(0, 1, 2))).isEqualTo(10);
    assertThat(figures.noticed(cutOff(0, 1, 2))).isEqualTo(1);
    assertThat(figures.blindSeconds(cutOff())).isZero();
  }

  private static ClusterFigures.CutOff cutOff(Integer... replicas) {
    return new ClusterFigures.CutOff(Set.of(replicas), at(10), at(20));
  }

  private Result result(boolean bounded) {
    ResultBuilder builder = Result.builder();
    new ClusterFigures(moments(), log).into(builder, REPLICAS, 10, bounded);
    return builder.build();
  }

  private static Moments moments() {
    return new Moments(at(5), at(10), at(12), at(35), at(40));
  }

  private void change(int replica, boolean connected, long second) {
    log.changed(replica, connected, SteadyClock.epochNanos(at(second)));
  }

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }
}
