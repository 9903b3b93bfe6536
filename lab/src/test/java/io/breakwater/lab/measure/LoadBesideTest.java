package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class LoadBesideTest {
  private static final String BEFORE =
      "cpu  100 10 50 1000 40 0 5 5 0 0\ncpu0 50 5 25 500 20 0 3 2 0 0\n"
          + "cpu1 50 5 25 500 20 0 2 3 0 0\nintr 7\n";
  private static final String AFTER =
      "cpu  160 10 60 1020 50 0 5 5 0 0\ncpu0 80 5 30 510 25 0 3 2 0 0\n"
          + "cpu1 80 5 30 510 25 0 2 3 0 0\nintr 9\n";

  @Test
  void theBusyProcessors_areAllThatDidNotIdle() {
    // Of 100 ticks 30 were idle or waiting for a disk.
    assertThat(ProcStat.of(AFTER).busySince(ProcStat.of(BEFORE))).isCloseTo(1.4, within(1e-9));
    assertThat(ProcStat.of(AFTER).processors()).isEqualTo(2);
    assertThat(ProcStat.of(AFTER).busySince(ProcStat.of(AFTER))).isZero();
  }

  @Test
  void whatIsNoSuchFile_isRefused() {
    assertThatThrownBy(() -> ProcStat.of("intr 7")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> ProcStat.of("cpu  1 2")).isInstanceOf(NumberFormatException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAnotherProcessTakes_isSeen_andWhatWeTakeIsNot() throws Exception {
    Process other = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      LoadBeside asOthers = LoadBeside.begin(() -> Optional.of(Duration.ZERO));
      LoadBeside asOurs = LoadBeside.begin(() -> other.toHandle().info().totalCpuDuration());
      Thread.sleep(1_000);
      double others = Objects.requireNonNull(asOthers.soFar()).processors();
      double withoutIt = Objects.requireNonNull(asOurs.soFar()).processors();
      assertThat(others).isGreaterThan(withoutIt);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void withoutTheOthersTime_nothingIsSaid() {
    assertThat(LoadBeside.begin(Optional::empty).soFar()).isNull();
  }
}
