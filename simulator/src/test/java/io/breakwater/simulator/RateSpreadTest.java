package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A C that was measured in rounds is drawn from them. */
class RateSpreadTest {
  private static final RateSpread MEASURED = new RateSpread(0.8, 1.1);

  @Test
  void halfBelowC_halfAbove_noneOutside() {
    double[] parts = LongStream.range(0, 10_000).mapToDouble(MEASURED::part).sorted().toArray();
    assertThat(parts[0]).isBetween(0.8, 0.81);
    assertThat(parts[5_000]).isBetween(0.99, 1.01);
    assertThat(parts[9_999]).isBetween(1.09, 1.1);
  }

  @Test
  void none_isCAsItIs() {
    assertThat(LongStream.range(0, 100).mapToDouble(RateSpread.NONE::part)).containsOnly(1.0);
  }

  @Test
  void whatIsNoSpread_isRefused() {
    for (double[] parts : new double[][] {{0, 1}, {1.1, 1.2}, {0.5, 0.9}, {0.5, 1 / 0.0}}) {
      assertThatThrownBy(() -> new RateSpread(parts[0], parts[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A wave that just fits takes as long as the broker needs, whatever the replicas were told. */
  @Test
  void aWave_isAsUncertainAsC() throws InterruptedException {
    StormModel model =
        StormModel.of(
            List.of(Models.arm("fixed")),
            150,
            Models.tier(Models.BCRYPT_RATE),
            Models.outage(3, 60),
            Duration.ofSeconds(30),
            1);
    Band exact = Ensemble.run(model, Models.arm("fixed"), 100).band(SeedRun::t100Seconds);
    Band measured =
        Ensemble.run(model.withSpread(MEASURED), Models.arm("fixed"), 100)
            .band(SeedRun::t100Seconds);
    assertThat(exact.high() - exact.low()).isLessThan(0.2);
    assertThat(measured.median()).isBetween(0.95 * exact.median(), 1.05 * exact.median());
    assertThat(measured.low()).isBetween(10 / 1.1 + 0.8, 10 / 1.05 + 1.2);
    assertThat(measured.high()).isBetween(10 / 0.9 + 0.8, 10 / 0.8 + 1.2);
  }
}
