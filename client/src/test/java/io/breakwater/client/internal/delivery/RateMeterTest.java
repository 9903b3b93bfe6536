package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Offset<Double> ALMOST = within(1.0);

  @Test
  void steadyCount_isItsRate() {
    RateMeter meter = new RateMeter(0);
    for (int i = 1; i <= 300; i++) {
      meter.sample(i * SECOND / 10, i * 500L);
    }
    assertThat(meter.perSecond(30 * SECOND, 150_000)).isCloseTo(5_000, ALMOST);
  }

  @Test
  void whatIsLongAgo_doesNotCount() {
    RateMeter meter = new RateMeter(0);
    for (int i = 1; i <= 60; i++) {
      meter.sample(i * SECOND, i <= 30 ? i * 1_000L : 30_000);
    }
    assertThat(meter.perSecond(60 * SECOND, 30_000)).isZero();
  }

  @Test
  void burstAtTheStart_isNotTakenForMoreThanHalfASecondsWorth() {
    assertThat(new RateMeter(0).perSecond(1, 100)).isCloseTo(200, ALMOST);
  }

  @Test
  void backlog_isGoneByTheRateThatIsLeft() {
    Backlog backlog = new Backlog(5_000, 1, Duration.ZERO);
    assertThat(backlog.gone(2_000, 1_000)).contains(Duration.ofSeconds(5));
    assertThat(backlog.gone(1_000, 1_000)).isEmpty();
    assertThat(backlog.gone(1_000, 2_000)).isEmpty();
    assertThat(Backlog.NONE.gone(1, 2)).contains(Duration.ZERO);
  }
}
