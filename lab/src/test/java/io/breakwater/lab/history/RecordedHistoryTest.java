package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A history of the real control plane (two gateways, schedulers, engines and workers; the broker
 * killed and back after 8 s), and what the checker says if the control plane had done wrong.
 */
class RecordedHistoryTest {
  private static final int TIMES = 25;

  private static List<Entry> recorded() throws IOException, URISyntaxException {
    return HistoryFile.read(
        Path.of(
            Objects.requireNonNull(
                    RecordedHistoryTest.class.getResource("broker-killed.history.jsonl"))
                .toURI()));
  }

  @Test
  void asItWas_itHolds() throws Exception {
    HistoryReport report = Checker.check(recorded());

    assertThat(report.violations()).isEmpty();
    HistoryCounts counts = report.counts();
    assertThat(counts.works()).isGreaterThan(50).isEqualTo(counts.settled());
    assertThat(counts.refused()).as("by the gateway without an outbox on disk").isPositive();
    assertThat(counts.againAfterFailure()).isPositive();
    assertThat(counts.cancelled()).isPositive();
    assertThat(counts.faults()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anythingWrong_isFound(Mutation mutation) throws Exception {
    List<Entry> recorded = recorded();
    for (int seed = 0; seed < TIMES; seed++) {
      List<Entry> wrong = mutation.apply(recorded, new SplittableRandom(seed));

      assertThat(Checker.check(wrong).violations())
          .as("seed %d", seed)
          .extracting(Violation::invariant)
          .contains(mutation.invariant());
    }
  }
}
