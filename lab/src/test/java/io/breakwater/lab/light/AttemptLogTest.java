package io.breakwater.lab.light;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AttemptLogTest {

  @Test
  void anAttempt_keepsItsPhases_andItsFirstOutcome() {
    AttemptLog log = new AttemptLog();
    int attempt = log.began(7, 1_000_000);
    assertThat(log.attempt(attempt).outcome()).isNull();
    log.info(attempt, 3_000_000);
    log.ended(attempt, AttemptOutcome.OVERLOADED, 9_000_000);
    log.ended(attempt, AttemptOutcome.CONNECTED, 99_000_000);
    assertThat(log.attempt(attempt))
        .isEqualTo(
            new AttemptLog.Attempt(
                7,
                1_000_000,
                Duration.ofMillis(2),
                null,
                Duration.ofMillis(8),
                AttemptOutcome.OVERLOADED));
  }

  @Test
  void itGrows_andForgetsNothing() {
    AttemptLog log = new AttemptLog();
    for (int i = 0; i < 5_000; i++) {
      assertThat(log.began(i, i)).isEqualTo(i);
      log.changed(i, true, i);
    }
    log.changed(0, false, 5_000);
    assertThat(log.attempts()).isEqualTo(5_000);
    assertThat(log.attempt(4_999).startedAt()).isEqualTo(4_999);
    assertThat(log.changes()).isEqualTo(5_001);
    assertThat(log.change(5_000)).isEqualTo(new AttemptLog.Change(5_000, 0, false));
    assertThat(log.connected()).isEqualTo(4_999);
  }
}
