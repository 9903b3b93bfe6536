package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What cannot be asked of a drill on services. */
class ServicesOptionsTest {
  private static ServicesOptions options(int jobs, int runs, Duration outage, Duration limit) {
    return new ServicesOptions(
        ServicesKind.FLAP, jobs, runs, outage, Duration.ofMinutes(1), limit, 1, Path.of("run"), "");
  }

  @Test
  void outOfRange_isOneLine() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> options(0, 1, second, second))
        .hasMessage("jobs: expected 1 to 1,000,000, got 0");
    assertThatThrownBy(() -> options(1, -1, second, second))
        .hasMessage("runs: expected 0 to 1,000,000, got -1");
    assertThatThrownBy(() -> options(1, 1, Duration.ZERO, second))
        .hasMessage("outage: expected more than zero");
    assertThatThrownBy(() -> options(1, 1, second, second.negated()))
        .hasMessage("limit: expected more than zero");
  }

  @Test
  void everyKind_hasItsArms_andNoTwoHaveOneNameInAJournal() {
    for (ServicesKind kind : ServicesKind.values()) {
      ServicesOptions one = options(1, 0, Duration.ofSeconds(1), Duration.ofSeconds(1));
      assertThat(kind.scenes(one)).hasSize(kind == ServicesKind.DATA_LOSS ? 2 : 1);
    }
    assertThat(ServicesKind.values()).extracting(ServicesKind::drill).doesNotHaveDuplicates();
    assertThat(ServicesKind.FLAP.drill()).isEqualTo("flap-services");
    assertThat(ServicesKind.CHAOS.drill()).isEqualTo("chaos");
  }
}
