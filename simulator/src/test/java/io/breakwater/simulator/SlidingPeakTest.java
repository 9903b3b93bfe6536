package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Peaks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SlidingPeakTest {

  @Property(tries = 200)
  void largest_isWhatTheDrillsFindAfterwards(
      @ForAll @Size(max = 3_000) List<@IntRange(max = 100) Integer> gaps) {
    SlidingPeak peak = new SlidingPeak(1_000);
    List<Instant> times = new java.util.ArrayList<>();
    long at = 0;
    for (int gap : gaps) {
      at += gap;
      peak.add(at);
      times.add(Instant.EPOCH.plusNanos(at));
    }
    assertThat(peak.largest()).isEqualTo(Peaks.largestIn(Duration.ofNanos(1_000), times));
  }
}
