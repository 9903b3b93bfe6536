package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashLoopBackOffTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 10", "2, 20", "3, 40", "4, 80", "5, 160", "6, 300", "7, 300", "99, 300"})
  void theKubeletsWaitDoublesUpToFiveMinutes(int restartsInARow, long seconds) {
    assertThat(BackOffRule.KUBELET.delay(restartsInARow)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aContainerThatDiesAtOnceWaitsFromEachFinish() {
    assertThat(waitsOfCrashesAfter(1, 1, 1, 1, 1, 1, 1, 1))
        .containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
  }

  @Test
  void aRunOfExactlyTenMinutesDoesNotReset() {
    assertThat(waitsOfCrashesAfter(1, 1, 1, 600, 1)).containsExactly(0L, 10L, 20L, 40L, 80L);
  }

  @Test
  void aRunOfMoreThanTenMinutesStartsAnew() {
    assertThat(waitsOfCrashesAfter(1, 1, 1, 601, 1, 1)).containsExactly(0L, 10L, 20L, 0L, 10L, 20L);
  }

  @Test
  void aFailingLivenessProbeRestartsAtOnceUntilTheWaitIsLongerThanTheRun() {
    // Each container lives 30 s: longer than the waits of 10 s and 20 s, shorter than 40 s.
    assertThat(waitsOfProbeKillsAfter(30, 30, 30, 30, 30, 30))
        .containsExactly(0L, 0L, 0L, 0L, 40L, 80L);
  }

  @Test
  void theFirstProbeKillLeavesNoMemory() {
    CrashLoopBackOff fresh = CrashLoopBackOff.none(BackOffRule.KUBELET);

    assertThat(fresh.afterProbeKill(null, START))
        .isEqualTo(new CrashLoopBackOff.Restart(START, fresh));
  }

  @Test
  void aProbeKillAfterTenMinutesStartsAnew() {
    assertThat(waitsOfProbeKillsAfter(1, 1, 1, 1, 601, 1))
        .containsExactly(0L, 0L, 10L, 20L, 0L, 10L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void aWaitThatIsNotPositiveIsRefused(Duration initial) {
    assertThatThrownBy(
            () -> new BackOffRule(initial, Duration.ofMinutes(5), Duration.ofMinutes(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("initial must be positive");
  }

  @Test
  void aMaximumBelowTheFirstWaitIsRefused() {
    assertThatThrownBy(
            () ->
                new BackOffRule(
                    Duration.ofSeconds(10), Duration.ofSeconds(9), Duration.ofMinutes(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximum must be at least initial, PT10S: PT9S");
  }

  @Test
  void aNegativeCountIsRefused() {
    assertThatThrownBy(() -> BackOffRule.KUBELET.delay(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Long> waitsOfCrashesAfter(int... runSeconds) {
    return waits(false, runSeconds);
  }

  private static List<Long> waitsOfProbeKillsAfter(int... runSeconds) {
    return waits(true, runSeconds);
  }

  private static List<Long> waits(boolean probeKill, int... runSeconds) {
    List<Long> waits = new ArrayList<>();
    CrashLoopBackOff backOff = CrashLoopBackOff.none(BackOffRule.KUBELET);
    Instant started = START;
    @Nullable Instant previousFinish = null;
    for (int run : runSeconds) {
      Instant finished = started.plusSeconds(run);
      CrashLoopBackOff.Restart restart =
          probeKill
              ? backOff.afterProbeKill(previousFinish, finished)
              : backOff.afterExit(finished);
      waits.add(Duration.between(finished, restart.due()).toSeconds());
      backOff = restart.next();
      started = restart.due();
      previousFinish = finished;
    }
    return waits;
  }
}
