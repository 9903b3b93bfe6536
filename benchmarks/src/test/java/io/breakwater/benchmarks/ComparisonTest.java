package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void theRatioIsTheMedianOfTheRoundsAndNotTheRatioOfTheMedians() {
    // The machine was slow for both sides of the third round, and for one side of the second.
    Comparison compared = of(List.of(100.0, 100.0, 10.0), List.of(100.0, 20.0, 10.0));

    assertThat(compared.ratio()).isEqualTo(1.0);
    assertThat(compared.value()).isEqualTo(100);
    assertThat(compared.reference()).isEqualTo(20);
  }

  @Test
  void anEvenNumberOfRoundsHasItsMedianInTheMiddle() {
    assertThat(Comparison.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }

  @Test
  void nothingComparedWithNothingHasNoRatioAndBreaksItsBound() {
    Comparison compared = of(List.of(1.0), List.of(0.0));

    assertThat(compared.ratio()).isNull();
    assertThat(compared.ratioAtLeast(0.95).held()).isFalse();
  }

  @Test
  void boundsHoldUpToTheirLimit() {
    Comparison compared = of(List.of(95.0), List.of(100.0));

    assertThat(compared.held()).isTrue();
    assertThat(compared.ratioAtLeast(0.95).held()).isTrue();
    assertThat(compared.ratioAtLeast(0.96).held()).isFalse();
    assertThat(compared.below(95.1).held()).isTrue();
    assertThat(compared.below(95).held()).isFalse();
    assertThat(of(List.of(107.9), List.of(100.0)).exceedsByLessThan(8).held()).isTrue();
    assertThat(of(List.of(108.0), List.of(100.0)).exceedsByLessThan(8).held()).isFalse();
  }

  private static Comparison of(List<Double> values, List<Double> references) {
    return Comparison.of("figure", "unit", "ours / theirs", values, references);
  }
}
