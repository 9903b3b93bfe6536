package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.journal.Result;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.lab.measure.CpuSampler;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StormFiguresTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Down at 2 s, up at 5 s, recovered at 7 s, watched until 12 s. */
  private static final Moments MOMENTS =
      new Moments(at(0), at(2_000), at(5_000), at(7_000), at(12_000));

  private final AttemptLog log = new AttemptLog();

  @Test
  void aRecovery_inFigures() {
    connected(0, -900);
    connected(1, -800);
    lost(0, 2_000);
    lost(1, 2_000);
    ended(2_001, AttemptOutcome.UNREACHABLE, 2_003);
    ended(4_999, AttemptOutcome.OVERLOADED, 5_999);
    connected(0, 6_000);
    connected(1, 6_950);
    Result result = figures().result(2).build();
    assertThat(result.connected()).isEqualTo(2);
    assertThat(result.boundSeconds()).isEqualTo(1.0);
    assertThat(result.t50Seconds()).isEqualTo(1.01);
    assertThat(result.t100Seconds()).isEqualTo(1.96);
    assertThat(result.ratio()).isEqualTo(1.96);
    assertThat(result.attempts()).isEqualTo(4);
    assertThat(result.liveAttemptsPerReplica()).isEqualTo(1.5);
    assertThat(result.overloadedAttempts()).isEqualTo(1);
    assertThat(result.outcomes())
        .isEqualTo(Map.of("UNREACHABLE", 1L, "OVERLOADED", 1L, "CONNECTED", 2L));
    assertThat(result.peakAttemptsPer100ms()).isEqualTo(1);
    assertThat(result.peakAttemptsPerSecond()).isEqualTo(2);
    assertThat(figures().timeline().connected()).element(119).isEqualTo(2);
    assertThat(figures().timeline().connected()).element(30).isEqualTo(0);
  }

  @Test
  void whoIsNotBack_leavesNoTimeAndNoRatio() {
    connected(0, -900);
    connected(1, -800);
    lost(0, 2_000);
    lost(1, 2_000);
    connected(0, 6_000);
    Result result = figures().result(2).build();
    assertThat(result.connected()).isEqualTo(1);
    assertThat(result.t50Seconds()).isNotNull();
    assertThat(result.t100Seconds()).isNull();
    assertThat(result.ratio()).isNull();
  }

  @Test
  void theFirstAnswer_isEarlierThanTheCheckThatTheBrokerIsUp() {
    ended(2_500, AttemptOutcome.REFUSED, 2_501);
    assertThat(StormFigures.firstAnswer(log, at(2_000))).isNull();
    int late = log.began(0, SteadyClock.epochNanos(at(4_900)));
    log.info(late, SteadyClock.epochNanos(at(4_990)));
    ended(4_800, AttemptOutcome.CONNECTED, 4_995);
    assertThat(StormFigures.firstAnswer(log, at(2_000))).isEqualTo(at(4_990));
  }

  @Test
  void theClientsProcessorTime_isSplitAtBrokerUp_howeverSparseTheSamples() {
    List<CpuSampler.Sample> clients =
        List.of(
            sample(1_000, 10_000),
            sample(3_000, 12_000),
            sample(6_000, 15_000),
            sample(8_000, 15_400));
    Result result =
        new StormFigures(2, MOMENTS, log, new StormFigures.Cpu(List.of(), clients))
            .result(2)
            .build();
    // 11 s when the broker went down, 14 s when it was back, 15.2 s when all were.
    assertThat(result.clientCpuDownSeconds()).isCloseTo(3, within(1e-6));
    assertThat(result.clientCpuSeconds()).isCloseTo(1.2, within(1e-6));
    assertThat(figures().result(2).build().clientCpuDownSeconds()).isNull();
  }

  private static CpuSampler.Sample sample(int atMillis, int totalMillis) {
    return new CpuSampler.Sample(at(atMillis), Duration.ofMillis(totalMillis));
  }

  private void connected(int replica, int millis) {
    ended(millis, AttemptOutcome.CONNECTED, millis + 10);
    log.changed(replica, true, SteadyClock.epochNanos(at(millis + 10)));
  }

  private void lost(int replica, int millis) {
    log.changed(replica, false, SteadyClock.epochNanos(at(millis)));
  }

  private void ended(int millis, AttemptOutcome outcome, int endMillis) {
    log.ended(
        log.began(0, SteadyClock.epochNanos(at(millis))),
        outcome,
        SteadyClock.epochNanos(at(endMillis)));
  }

  private StormFigures figures() {
    return new StormFigures(2, MOMENTS, log, new StormFigures.Cpu(List.of(), List.of()));
  }

  private static Instant at(int millis) {
    return START.plus(Duration.ofMillis(millis));
  }
}
