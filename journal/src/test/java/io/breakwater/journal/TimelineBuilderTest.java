package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineBuilderTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void noEvents_noSeries() {
    assertThat(builder().build(at(1000)))
        .isEqualTo(new Timeline(100, null, null, null, null, null, java.util.List.of()));
  }

  @Test
  void attempts_countedInTheBinTheyBeganIn_outsideIgnored() {
    Timeline timeline =
        builder()
            .attempt(at(0))
            .attempt(at(99))
            .attempt(at(100))
            .attempt(at(-1))
            .attempt(at(300))
            .build(at(300));
    assertThat(timeline.attempts()).containsExactly(2, 1, 0);
  }

  @Test
  void oneEvent_oneBin() {
    assertThat(builder().attempt(at(50)).build(at(51)).attempts()).containsExactly(1);
  }

  @Test
  void emptyRun_noBins() {
    assertThat(builder().attempt(at(0)).build(at(0)).attempts()).isEmpty();
  }

  @Test
  void connected_levelAtTheEndOfEachBin_inAnyOrder_repeatsCountOnce() {
    Timeline timeline =
        builder()
            .connected(at(250), "b", true)
            .connected(at(110), "a", false)
            .connected(at(-500), "a", true)
            .connected(at(-400), "b", true)
            .connected(at(120), "b", false)
            .connected(at(130), "b", false)
            .connected(at(260), "b", true)
            .build(at(400));
    assertThat(timeline.connected()).containsExactly(2, 0, 1, 1);
    assertThat(timeline.ready()).isNull();
  }

  @Test
  void whatTheEndItselfDoes_isNoPartOfTheLastBin() {
    Timeline timeline =
        builder()
            .connected(at(10), "a", true)
            .ready(at(10), "a", true)
            .attempt(at(140))
            .connected(at(151), "a", false)
            .ready(at(151), "a", false)
            .attempt(at(151))
            .build(at(150));
    assertThat(timeline.connected()).containsExactly(1, 1);
    assertThat(timeline.ready()).containsExactly(1, 1);
    assertThat(timeline.attempts()).containsExactly(0, 1);
  }

  @Test
  void ready_isASeriesOfItsOwn() {
    Timeline timeline = builder().ready(at(100), "a", true).build(at(200));
    assertThat(timeline.ready()).containsExactly(0, 1);
    assertThat(timeline.connected()).isNull();
  }

  @Test
  void cpu_sharedOutOverTheBins() {
    Timeline timeline =
        builder()
            .brokerCpu(at(50), Duration.ofMillis(1000))
            .brokerCpu(at(250), Duration.ofMillis(1300))
            .build(at(400));
    assertThat(timeline.brokerCpu()).containsExactly(1.5, 1.5, 1.5, null);
  }

  @Test
  void cpu_anotherProcess_nothingIsMadeUpInBetween() {
    Timeline timeline =
        builder()
            .brokerCpu(at(0), Duration.ofMillis(5000))
            .brokerCpu(at(100), Duration.ofMillis(5100))
            .brokerCpu(at(150), null)
            .brokerCpu(at(200), null)
            .brokerCpu(at(300), Duration.ofMillis(10))
            .brokerCpu(at(400), Duration.ofMillis(10))
            .build(at(400));
    assertThat(timeline.brokerCpu()).containsExactly(1.0, null, null, 0.0);
    Timeline unseen =
        builder()
            .brokerCpu(at(0), Duration.ofMillis(5000))
            .brokerCpu(at(100), Duration.ofMillis(10))
            .build(at(100));
    assertThat(unseen.brokerCpu()).containsOnlyNulls();
  }

  @Test
  void marks_inOrder_foundByLabel() {
    Timeline timeline =
        builder()
            .mark(Timeline.BROKER_UP, at(5000))
            .mark(Timeline.BROKER_DOWN, at(2000))
            .build(at(6000));
    assertThat(timeline.marks())
        .containsExactly(
            new Timeline.Mark("broker down", 2.0), new Timeline.Mark("broker up", 5.0));
    assertThat(timeline.at(Timeline.BROKER_UP)).isEqualTo(5.0);
    assertThat(timeline.at("eclipse")).isNull();
  }

  @Test
  void badArguments() {
    assertThatThrownBy(() -> new TimelineBuilder(START, Duration.ofNanos(5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().build(at(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is before start");
  }

  private static TimelineBuilder builder() {
    return new TimelineBuilder(START, Duration.ofMillis(100));
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }
}
