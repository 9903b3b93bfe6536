package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartupBudgetTest {

  @Test
  void threeServersThreePasses_takeOneMinute45() {
    StartupBudget budget = budget(Duration.ofMillis(500), 3);
    assertThat(budget.total()).isEqualTo(Duration.ofSeconds(105));
    assertThat(budget.arithmetic())
        .isEqualTo("max(10s, 500ms) x 3 servers x 3 passes + 15s = 1m45s");
  }

  @Test
  void periodOverConnectTimeout_counts() {
    assertThat(budget(Duration.ofSeconds(25), 3).total()).isEqualTo(Duration.ofSeconds(240));
  }

  /** N/C of a C that was measured is a number of many digits. */
  @Test
  void period_isRoundedUpToWhatAPersonReads() {
    assertThat(budget(Duration.ofNanos(15_765_576_390L), 3).arithmetic())
        .isEqualTo("max(10s, 15s766ms) x 3 servers x 3 passes + 15s = 2m36s894ms");
  }

  @Test
  void oneServer_isSingular() {
    assertThat(budget(Duration.ofSeconds(2), 1).arithmetic()).contains("x 1 server x 3 passes");
  }

  @Test
  void noServer_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget(Duration.ofSeconds(2), 0))
        .withMessage("servers must be at least 1: 0");
  }

  private static StartupBudget budget(Duration period, int servers) {
    return new StartupBudget(Duration.ofSeconds(10), period, servers, 3, Duration.ofSeconds(15));
  }
}
