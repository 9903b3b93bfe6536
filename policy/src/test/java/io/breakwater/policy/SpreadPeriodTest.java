package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadPeriodTest {
  private static final Duration WAIT = Duration.ofSeconds(2);

  @Test
  void ranked_fillsNinetyFivePercentOfTheRate() {
    // 150 / (0.95 x 15) = 10.526...
    assertThat(SpreadPeriod.of(WAIT, 150, 15, true)).isEqualTo(Duration.ofNanos(10_526_315_790L));
  }

  @Test
  void hashed_leavesRoomForClumps() {
    assertThat(SpreadPeriod.of(WAIT, 150, 15, false)).isEqualTo(Duration.ofMillis(12_500));
  }

  @Test
  void smallFleet_keepsTheWait() {
    assertThat(SpreadPeriod.of(WAIT, 3, 15, true)).isEqualTo(WAIT);
  }

  @Test
  void membersWithSlightlyDifferentCounts_mostlyAgree() {
    long disagreeing =
        IntStream.rangeClosed(100, 1000)
            .filter(n -> SpreadPeriod.quantiseUp(n) != SpreadPeriod.quantiseUp(n + 1))
            .count();
    // 3.3 doublings of 8 steps lie between 100 and 1,000.
    assertThat(disagreeing).isBetween(25L, 28L);
  }

  @Test
  void ids_spreadEvenly_evenIfTheyDifferInOneDigitOnly() {
    int[] tenths = new int[10];
    for (int i = 0; i < 10_000; i++) {
      tenths[(int) (Phase.ofId("scheduler-" + i).fraction() * 10)]++;
    }
    // Binomial(10,000, 0.1): a standard deviation of 30; five of them.
    assertThat(IntStream.of(tenths)).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void id_hasTheSamePlaceOnEveryJvm() {
    assertThat(Phase.ofId("scheduler-7d9f").fraction()).isEqualTo(0.40832312152961103);
  }

  @Test
  void rankPastTheCount_wraps() {
    assertThat(Phase.ofRank(12, 10).fraction()).isEqualTo(0.2);
  }
}
