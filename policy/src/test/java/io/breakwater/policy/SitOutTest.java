package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SitOutTest {
  @ParameterizedTest
  @EnumSource(names = {"OVERLOADED", "AUTH_REJECTED", "THROTTLED", "LIMIT_EXCEEDED"})
  void overload_widens(AttemptOutcome outcome) {
    assertThat(SitOut.next(2, outcome, false)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"OVERLOADED", "AUTH_REJECTED", "THROTTLED", "LIMIT_EXCEEDED", "UNREACHABLE"})
  void refusal_doesNotWiden(AttemptOutcome outcome) {
    assertThat(SitOut.next(2, outcome, false)).isEqualTo(2);
  }

  @Test
  void silence_widensOnlyAfterAnOverload() {
    assertThat(SitOut.next(SitOut.NONE, AttemptOutcome.UNREACHABLE, false)).isEqualTo(SitOut.NONE);
    assertThat(SitOut.next(1, AttemptOutcome.UNREACHABLE, false)).isEqualTo(2);
    assertThat(SitOut.next(1, AttemptOutcome.UNREACHABLE, true)).isEqualTo(1);
  }

  @Test
  void immediateFirstAttempt_neverWidens() {
    assertThat(SitOut.next(SitOut.NONE, AttemptOutcome.OVERLOADED, true)).isEqualTo(SitOut.NONE);
  }

  @Test
  void widening_ends() {
    assertThat(SitOut.next(SitOut.MAX_LEVEL, AttemptOutcome.OVERLOADED, false))
        .isEqualTo(SitOut.MAX_LEVEL);
  }

  @ParameterizedTest
  @CsvSource({"3, 0, 3", "3, 59, 3", "3, 60, 2", "3, 150, 1", "3, 100000000000, 0", "0, 600, 0"})
  void connectedMinute_takesOneStepBack(int level, long seconds, int expected) {
    assertThat(SitOut.afterConnected(level, Duration.ofSeconds(seconds))).isEqualTo(expected);
  }
}
