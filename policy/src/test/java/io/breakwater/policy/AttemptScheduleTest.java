package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptScheduleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 0.999", "7, 0.5"})
  void fixed_isTheWait(int attempt, double random) {
    assertThat(wait(new FixedSchedule(Duration.ofSeconds(2)), attempt, Duration.ZERO, random))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 2000", "0, 0.5, 2250", "3, 0.5, 2250", "0, 0.998, 2499"})
  void jitter_addsToTheWait_fromTheFirstAttemptOn(int attempt, double random, long millis) {
    var schedule = new JitterSchedule(Duration.ofSeconds(2), Duration.ofMillis(500));
    assertThat(wait(schedule, attempt, Duration.ZERO, random)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 60000", "0.999, 119880"})
  void lameDuck_leavesAtAUniformMomentOfTheWindow(double random, long millis) {
    var schedule = new JitterSchedule(Duration.ofSeconds(2), Duration.ofMillis(500));
    assertThat(schedule.lameDuckWait(Duration.ofMinutes(2), NOW, random))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void jitterOfZero_isTheWait() {
    assertThat(wait(new JitterSchedule(SECOND, Duration.ZERO), 0, Duration.ZERO, 0.9))
        .isEqualTo(SECOND);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 1000",
    "1, 0.5, 2000",
    "3, 0.5, 8000",
    "4, 0.5, 15000",
    "1000000, 0.5, 15000",
    "9, 0, 0"
  })
  void fullJitter_doublesUpToTheCap(int attempt, double random, long millis) {
    var schedule = new FullJitterSchedule(Duration.ofSeconds(2), Duration.ofSeconds(30));
    assertThat(wait(schedule, attempt, Duration.ZERO, random)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 2000",
    "0, 0.5, 4000",
    "4000, 0.5, 7000",
    "4000, 0, 2000",
    "30000, 0.9, 30000"
  })
  void decorrelated_growsFromThePreviousWait(long previousMillis, double random, long millis) {
    var schedule = new DecorrelatedSchedule(Duration.ofSeconds(2), Duration.ofSeconds(30));
    assertThat(wait(schedule, 1, Duration.ofMillis(previousMillis), random))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void capUnderBase_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FullJitterSchedule(Duration.ofSeconds(2), SECOND));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecorrelatedSchedule(Duration.ofSeconds(2), SECOND));
  }

  @Test
  void durationsAndNanos_areOneFormula() {
    var schedule = new JitterSchedule(SECOND, SECOND);
    assertThat(schedule.nextWait(0, Duration.ZERO, 0, NOW, 0.25).toNanos())
        .isEqualTo(schedule.nextWaitNanos(0, 0, 0, NOW.getEpochSecond() * 1_000_000_000L, 0.25));
  }

  private static Duration wait(
      AttemptSchedule schedule, int attempt, Duration previous, double random) {
    return schedule.nextWait(attempt, previous, SitOut.NONE, NOW, random);
  }
}
