package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartRateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DOWN = at(60_000);

  private final AttemptLog log = new AttemptLog();

  @Test
  void aFleetThatStartsEvery10Millis_startsAt100PerSecond() {
    startEvery10Millis(100);
    assertThat(rate(100)).isCloseTo(100, within(1e-9));
  }

  @Test
  void aSlowFirstAndLastTenth_areLeftOut() {
    for (int i = 0; i < 100; i++) {
      connected(i, i < 10 ? 0 : i >= 90 ? 50_000 : 1_000 + i * 20);
    }
    // The tenth stood at once, so the interval begins there: 80 in 1 s and 89 times 20 ms.
    assertThat(rate(100)).isCloseTo(80 / 2.78, within(1e-9));
  }

  @Test
  void whatComesBackAfterTheBrokersDeath_isNotTheStart() {
    startEvery10Millis(100);
    for (int i = 0; i < 100; i++) {
      connected(i, 61_000);
    }
    assertThat(rate(100)).isCloseTo(100, within(1e-9));
    assertThat(rate(200)).isNull();
  }

  @Test
  void aFewReplicas_orAllAtOnce_haveNoRate() {
    startEvery10Millis(49);
    assertThat(rate(49)).isNull();
    AttemptLog atOnce = new AttemptLog();
    for (int i = 0; i < 100; i++) {
      atOnce.changed(i, true, SteadyClock.epochNanos(START));
    }
    assertThat(StartRate.perSecond(atOnce, 100, DOWN)).isNull();
  }

  @Test
  void whoFellAgain_hasDisturbedTheStart() {
    startEvery10Millis(100);
    log.changed(3, false, SteadyClock.epochNanos(at(1_500)));
    connected(3, 1_600);
    assertThat(rate(100)).isNull();
  }

  private @Nullable Double rate(int replicas) {
    return StartRate.perSecond(log, replicas, DOWN);
  }

  private void startEvery10Millis(int replicas) {
    for (int i = 0; i < replicas; i++) {
      connected(i, i * 10);
    }
  }

  private void connected(int replica, int millis) {
    log.changed(replica, true, SteadyClock.epochNanos(at(millis)));
  }

  private static Instant at(int millis) {
    return START.plus(Duration.ofMillis(millis));
  }
}
