package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTimeTest {
  /** The i-th replica came back after i seconds. */
  @ParameterizedTest
  @CsvSource({
    "50, 10, 10, 5",
    "50, 9, 9, 5",
    "99, 100, 100, 99",
    "99, 100, 99, 99",
    "99, 100, 98, ",
    "99, 150, 149, 149",
    "99, 150, 148, ",
    "99, 9, 9, 9",
    "100, 150, 150, 150",
    "100, 150, 149, ",
    "50, 1, 1, 1",
    "100, 1, 0, ",
    "1, 1000, 10, 10",
  })
  void percentRoundedUpToWholeReplicas(
      int percent, int replicas, int back, @Nullable Double expected) {
    List<Duration> times =
        IntStream.rangeClosed(1, back).mapToObj(i -> Duration.ofSeconds(back + 1 - i)).toList();
    assertThat(RecoveryTime.seconds(percent, replicas, times)).isEqualTo(expected);
  }

  @Test
  void fractionsOfSecondsAreKept() {
    assertThat(RecoveryTime.seconds(100, 1, List.of(Duration.ofMillis(1234)))).isEqualTo(1.234);
  }

  @Test
  void badArguments() {
    List<Duration> two = List.of(Duration.ZERO, Duration.ZERO);
    assertThatThrownBy(() -> RecoveryTime.seconds(0, 2, two)).hasMessageContaining("percent");
    assertThatThrownBy(() -> RecoveryTime.seconds(101, 2, two)).hasMessageContaining("percent");
    assertThatThrownBy(() -> RecoveryTime.seconds(50, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecoveryTime.seconds(50, 1, two))
        .hasMessage("2 connect times for 1 replicas");
  }
}
