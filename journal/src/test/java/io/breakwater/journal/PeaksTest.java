package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeaksTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "0, 1",
    "0 0 0, 3",
    "0 99, 2",
    "0 100, 1",
    "0 50 100 149, 3",
    "95 105, 2",
    "0 300 310 390 400 800, 3",
    "-50 49 50, 2",
  })
  void mostInAny100Millis(String millis, int expected) {
    assertThat(Peaks.largestIn(Duration.ofMillis(100), instants(millis))).isEqualTo(expected);
  }

  @Test
  void orderDoesNotMatter() {
    assertThat(Peaks.largestIn(Duration.ofSeconds(1), instants("900 5000 0 5100 500")))
        .isEqualTo(3);
  }

  @Test
  void windowMustBePositive() {
    assertThatThrownBy(() -> Peaks.largestIn(Duration.ZERO, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window must be positive: PT0S");
  }

  private static List<Instant> instants(String millis) {
    return Stream.of(millis.split(" "))
        .filter(text -> !text.isEmpty())
        .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
        .toList();
  }
}
