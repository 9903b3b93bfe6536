package io.breakwater.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Result.ServerCount;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TierCountsTest {
  private static final ServerCount DEAD = new ServerCount("n1", 400L, 90, null);
  private static final ServerCount SPARED = new ServerCount("n2", 50L, 8, 7.0);
  private static final ServerCount OVERRUN = new ServerCount("n3", 50L, 9, 7.0);
  private static final ServerCount SILENT = new ServerCount("n4", null, null, 7.0);

  @Test
  void overrun_isMoreThanOneTenthOverC_roundedUpToWholeConnections() {
    assertThat(TierCounts.overrun(List.of(DEAD, SPARED))).isFalse();
    assertThat(TierCounts.overrun(List.of(DEAD, SPARED, OVERRUN))).isTrue();
  }

  @Test
  void oneThatDidNotAnswer_doesNotCountAsSpared() {
    assertThat(TierCounts.overrun(List.of(SPARED, SILENT))).isTrue();
    assertThat(TierCounts.total(List.of(SPARED, SILENT))).isNull();
    assertThat(TierCounts.peak(List.of(SPARED, SILENT))).isEqualTo(8);
    assertThat(TierCounts.sentences(List.of(SPARED, SILENT)))
        .containsExactly(
            "n2 counted 50 new connections, at most 8 in a second.",
            "The monitoring of n4 did not answer: its count is missing.");
  }

  @Test
  void total_isOfAll_peakOfTheBusiest() {
    assertThat(TierCounts.total(List.of(DEAD, SPARED))).isEqualTo(450);
    assertThat(TierCounts.peak(List.of(DEAD, SPARED))).isEqualTo(90);
    assertThat(TierCounts.survivors(List.of(DEAD, SPARED)))
        .containsExactly("n2 took at most 8 in a second, its C is 7.0");
  }
}
