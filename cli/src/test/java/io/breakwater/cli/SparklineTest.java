package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {

  @Test
  void eachStep_hasItsBar() {
    assertThat(Sparkline.of(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 1, 8)).isEqualTo("·▁▂▃▄▅▆▇█");
  }

  @Test
  void smallValue_isSeenBesideALargeOne() {
    assertThat(Sparkline.of(List.of(1, 1000), 1, 1000)).isEqualTo("▁█");
  }

  @Test
  void column_showsTheLargestOfItsBins() {
    assertThat(Sparkline.of(List.of(0, 8, 0, 0, 0, 4), 3, 8)).isEqualTo("█▄");
    assertThat(Sparkline.of(List.of(0, 0, 0, 8), 3, 8)).isEqualTo("·█");
  }

  @Test
  void binThatWasNotMeasured_isNone() {
    assertThat(Sparkline.of(Arrays.asList(null, 1), 1, 1)).isEqualTo("·█");
  }

  @Test
  void nothing() {
    assertThat(Sparkline.of(List.of(), 1, 1)).isEmpty();
  }
}
