package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetSizeTest {

  @ParameterizedTest
  @CsvSource({
    "100, 150, 0, 150", // rises at once
    "150, 3, 0, 150", // an outage takes nothing off
    "150, 3, 5, 107",
    "150, 3, 10, 75",
    "150, 3, 60, 3",
    "150, 149, 10, 149", // not below what was counted
    "1, 1, 10, 1",
  })
  void risesAtOnce_fallsByHalfInTenConnectedMinutes(
      int previous, int counted, int minutes, int expected) {
    assertThat(FleetSize.next(previous, counted, Duration.ofMinutes(minutes))).isEqualTo(expected);
  }

  @Property
  void liesBetweenTheCountAndWhatWasKnown(
      @ForAll @IntRange(min = 1) int previous,
      @ForAll @IntRange(min = 1) int counted,
      @ForAll @IntRange(min = 0) int millis) {
    assertThat(FleetSize.next(previous, counted, Duration.ofMillis(millis)))
        .isBetween(counted, Math.max(previous, counted));
  }

  @Test
  void refusesWhatIsNoCount() {
    assertThatThrownBy(() -> FleetSize.next(0, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FleetSize.next(1, 0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FleetSize.next(1, 1, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
