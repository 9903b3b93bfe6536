package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time slices, as a goroutine gets them. Times in milliseconds; the monitor looks every 10. */
class SlicedProcessorsTest {
  private static final long MILLI = 1_000_000;
  private static final long SLICE = 10 * MILLI;

  @Test
  void aPieceAlone_isDoneInItsOwnTime() {
    SlicedProcessors processors = new SlicedProcessors(1, SLICE, 0);
    processors.add(0, 95 * MILLI);
    assertThat(done(processors, 1)).containsExactly(95);
    assertThat(processors.busyNanos()).isEqualTo(95.0 * MILLI);
  }

  /** A piece is sent away at the second look that finds it: both run 20 ms in turn. */
  @Test
  void two_takeTurns_ofTwoLooks() {
    SlicedProcessors processors = new SlicedProcessors(1, SLICE, 0);
    processors.add(0, 50 * MILLI);
    processors.add(1, 30 * MILLI);
    // 0: 0 to 20, 40 to 60, 70 to 80; 1: 20 to 40, 60 to 70.
    assertThat(done(processors, 2)).containsExactly(80, 70);
  }

  /** What comes while all processors are busy is found by the next look, and waits behind all. */
  @Test
  void whatIsWoken_waitsForALook_andForAllThatAreReady() {
    SlicedProcessors processors = new SlicedProcessors(1, SLICE, 0);
    processors.add(0, 40 * MILLI);
    processors.add(1, 40 * MILLI);
    processors.nextAt();
    processors.advance(3 * MILLI);
    processors.add(2, MILLI);
    // 0 to 20, 1 to 40; 2 was ready at 10, before 0 was sent away.
    assertThat(done(processors, 3)[2]).isEqualTo(41);
  }

  /** What a piece starts is ready on its processor, before those that have been sent away. */
  @Test
  void whatIsStarted_isAheadOfTheGlobalQueue() {
    SlicedProcessors processors = new SlicedProcessors(1, SLICE, 0);
    processors.add(0, 0);
    processors.add(1, 25 * MILLI);
    processors.add(2, 25 * MILLI);
    assertThat(next(processors)).isZero();
    processors.start(3, MILLI);
    // 1 to 20, 2 to 40, 3 to 41, then 1 and 2 their last 5 each.
    assertThat(done(processors, 4)).containsExactly(0, 46, 51, 41);
  }

  /**
   * A processor takes its part of the global queue at once, so that who is next on one processor
   * waits less than who is last on the other: equal work is not done at one moment.
   */
  @Test
  void equalWork_isNotDoneAtOneMoment() {
    SlicedProcessors processors = new SlicedProcessors(2, 2 * SLICE, 0);
    IntStream.range(0, 150).forEach(job -> processors.add(job, 104 * MILLI));
    long[] times = done(processors, 150);
    Arrays.sort(times);
    assertThat(times[149]).isBetween(150L * 104 / 2, 150L * 104 / 2 + 40);
    assertThat(times[30]).isLessThan(times[149] * 85 / 100);
  }

  @Test
  void whatIsCleared_isGone_andTimeGoesOn() {
    SlicedProcessors processors = new SlicedProcessors(2, SLICE, 0);
    IntStream.range(0, 5).forEach(job -> processors.add(job, 100 * MILLI));
    next(processors);
    processors.clear();
    assertThat(processors.nextAt()).isEqualTo(Long.MAX_VALUE);
    assertThat(processors.busy()).isZero();
    processors.add(0, 10 * MILLI);
    assertThat(List.of(next(processors), processors.busy())).containsExactly(0, 0);
  }

  private static int next(SlicedProcessors processors) {
    processors.advance(processors.nextAt());
    return processors.poll();
  }

  /** Returns when each piece is done. */
  private static long[] done(SlicedProcessors processors, int pieces) {
    long[] times = new long[pieces];
    while (processors.nextAt() < Long.MAX_VALUE) {
      long now = processors.nextAt();
      int job = next(processors);
      if (job != Processors.NONE) {
        times[job] = now / MILLI;
      }
    }
    return times;
  }
}
