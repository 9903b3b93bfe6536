package io.breakwater.lab.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BusiestWindowTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static List<Instant> at(int... millis) {
    return IntStream.of(millis).mapToObj(START::plusMillis).toList();
  }

  @Test
  void aWaveThatStraddlesTwoTenthsOfASecond_isOne() {
    assertThat(BusiestWindow.of(at(290, 95, 99, 101, 105), START, START.plusSeconds(1)))
        .isEqualTo(4);
  }

  @Test
  void whatIsJust100MillisecondsApart_isNotWithinThem() {
    assertThat(BusiestWindow.of(at(0, 100, 200), START, START.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void onlyTheTimeThatIsAskedFor_counts() {
    assertThat(BusiestWindow.of(at(0, 1, 2, 300), START.plusMillis(2), START.plusMillis(300)))
        .isEqualTo(1);
    assertThat(BusiestWindow.of(List.of(), START, START.plusSeconds(1))).isZero();
  }
}
