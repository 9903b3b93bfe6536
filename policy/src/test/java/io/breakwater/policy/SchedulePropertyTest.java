package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SchedulePropertyTest {
  private static final long SECOND = 1_000_000_000L;

  @Property
  void noScheduleYieldsThePast_orMoreThanItsCap(
      @ForAll("schedules") AttemptSchedule schedule,
      @ForAll @IntRange(max = 1_000_000) int attempt,
      @ForAll @DoubleRange(max = 1) double previous,
      @ForAll @IntRange(max = SitOut.MAX_LEVEL) int level,
      @ForAll @LongRange(min = -1L << 60, max = 1L << 62) long now,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
    long previousWait = (long) (previous * schedule.maxWait().toNanos());
    long wait = schedule.nextWaitNanos(attempt, previousWait, level, now, random);
    assertThat(wait).isBetween(0L, schedule.maxWait().toNanos());
    if (schedule instanceof SpreadSchedule) {
      assertThat(wait).as("strictly in the future").isPositive();
    }
  }

  @Property
  void spread_firesOncePerPeriod_howeverLongTheAttemptAndHoweverEarlyTheTimer(
      @ForAll @LongRange(min = SECOND, max = 300 * SECOND) long period,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double fraction,
      @ForAll @LongRange(max = 1L << 61) long start,
      @ForAll @DoubleRange(max = 0.01) double earlyPart,
      @ForAll @DoubleRange(max = 3) double attemptPart) {
    Duration p = Duration.ofNanos(period);
    var schedule = new SpreadSchedule(p, p, new Phase(fraction, 0, true));
    long slot = start + schedule.nextWaitNanos(0, 0, 0, start, 0);
    long ended = slot - (long) (earlyPart * period) + (long) (attemptPart * period);
    long next = ended + schedule.nextWaitNanos(1, slot - start, 0, ended, 0);
    assertThat(next - slot).as("a later slot").isPositive();
    assertThat((next - slot) % period).as("the same place in its period").isZero();
  }

  /**
   * The bound: slots are P/N apart, at least 1/(rho x C). A window that is open at one end holds at
   * most ceil(rho x C x window) of them. One nanosecond per slot is what rounding may move it by.
   */
  @Property
  void spread_putsNoMoreIntoAWindowThanTheBrokerCanTake(
      @ForAll @IntRange(min = 1, max = 400) int n,
      @ForAll @DoubleRange(min = 0.5, max = 2000) double connectRate,
      @ForAll @LongRange(min = SECOND / 1000, max = 20 * SECOND) long window,
      @ForAll @LongRange(max = 1L << 60) long brokerDied) {
    Duration period = SpreadPeriod.of(Duration.ofMillis(500), n, connectRate, true);
    long[] moments = new long[3 * n];
    for (int rank = 0; rank < n; rank++) {
      var schedule = new SpreadSchedule(period, period, Phase.ofRank(rank, n));
      long now = brokerDied;
      for (int attempt = 0; attempt < 3; attempt++) {
        now += schedule.nextWaitNanos(attempt, 0, 0, now, 0);
        moments[attempt * n + rank] = now;
      }
    }
    long bound = (long) Math.ceil(SpreadPeriod.RANKED_LOAD * connectRate * (window + 1) / SECOND);
    assertThat(densest(moments, window)).isLessThanOrEqualTo(bound);
  }

  /** Returns the most moments in any window [t, t + window). */
  private static long densest(long[] moments, long window) {
    long[] sorted = moments.clone();
    Arrays.sort(sorted);
    long most = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= window) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @Property
  void lameDuck_leavesWithinTheWindow(
      @ForAll("schedules") AttemptSchedule schedule,
      @ForAll @LongRange(min = 1, max = 86_400 * SECOND) long window,
      @ForAll @LongRange(max = 1L << 60) long now,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
    assertThat(schedule.lameDuckWaitNanos(Duration.ofNanos(window), now, random))
        .isBetween(0L, window);
  }

  @Property
  void quantisedCount_neverFalls_neverShrinks_andGrowsByATenthAtMost(
      @ForAll @IntRange(min = 1, max = 10_000_000) int n) {
    int quantised = SpreadPeriod.quantiseUp(n);
    assertThat(quantised).isBetween(n, Math.max(n + 1, (int) Math.ceil(n * 1.0906)));
    assertThat(SpreadPeriod.quantiseUp(n + 1)).isGreaterThanOrEqualTo(quantised);
    assertThat(SpreadPeriod.quantiseUp(quantised)).as("a step stays").isEqualTo(quantised);
  }

  @Property
  void discoveredLoad_isNoMoreThanItsPart_andLessByATenthAtMost(
      @ForAll @IntRange(min = 1, max = 10_000_000) int n,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double rate,
      @ForAll boolean ranked) {
    int rounded = SpreadPeriod.quantiseUp(n);
    double left = SpreadPeriod.discovered(n, rounded, rate, ranked);
    double period = rounded / ((ranked ? 0.95 : 0.8) * left);
    double part = n / period / rate;
    assertThat(part).isBetween((ranked ? 0.9 : 0.8) / 1.0906, (ranked ? 0.9 : 0.8) * 1.000000001);
  }

  @Property
  void ofId_isInRange_andStable(@ForAll String id) {
    assertThat(Phase.ofId(id)).isEqualTo(Phase.ofId(id));
    assertThat(Phase.ofId(id).fraction()).isBetween(0.0, Math.nextDown(1.0));
  }

  @Provide
  Arbitrary<AttemptSchedule> schedules() {
    Arbitrary<Duration> waits = Arbitraries.longs().between(1, 600 * SECOND).map(Duration::ofNanos);
    Arbitrary<String> ids = Arbitraries.strings().alpha().ofMaxLength(12);
    Arbitrary<OptionalInt> ranks = Arbitraries.integers().between(0, 5000).map(OptionalInt::of);
    return Combinators.combine(
            Arbitraries.of(ScheduleShape.class), waits, waits, ids, ranks.optional())
        .as(
            (shape, base, more, id, rank) -> {
              ReconnectSettings settings =
                  new ReconnectSettings(
                      shape, base, more, more, more, base.plus(more), more, OptionalInt.empty());
              FleetFacts facts =
                  rank.map(known -> FleetFacts.of(3000, 50, known.orElseThrow()))
                      .orElse(FleetFacts.UNKNOWN);
              return settings.schedule(facts, id, false);
            });
  }
}
