package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BurstEstimateTest {
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final AttemptSchedule JITTER = new JitterSchedule(WAIT, Duration.ofMillis(500));

  @Test
  void fixedWait_is75PerSecondOnAverage_and150AtOnce() {
    BurstEstimate burst = BurstEstimate.of(150, new FixedSchedule(WAIT));
    assertThat(burst.averagePerSecond()).isCloseTo(75, within(0.01));
    assertThat(burst.largestPer100Millis()).isEqualTo(150);
    assertThat(burst.largestPerSecond()).isEqualTo(150);
  }

  @Test
  void littleJitter_clumpsPer100Millis_andHelpsNothingPerSecond() {
    BurstEstimate burst = BurstEstimate.of(150, JITTER);
    assertThat(burst.averagePerSecond()).isCloseTo(150 / 2.25, within(1.0));
    // An even spread would be 30.
    assertThat(burst.largestPer100Millis()).isBetween(36.0, 44.0);
    assertThat(burst.largestPerSecond()).isCloseTo(150, within(0.01));
  }

  @Test
  void rankedSpread_isWhatTheBrokerTakes() {
    BurstEstimate burst = BurstEstimate.of(150, spread(Phase.ofRank(3, 150), 15));
    assertThat(burst.averagePerSecond()).isCloseTo(0.95 * 15, within(0.01));
    assertThat(burst.largestPer100Millis()).isEqualTo(2);
    assertThat(burst.largestPerSecond()).isEqualTo(15);
  }

  /** The rows of the measurement that the design starts from: one broker with C = 15. */
  @Test
  void collapse_isForetoldAsItWasMeasured() {
    Duration two = Duration.ofSeconds(2);
    Duration ten = Duration.ofSeconds(10);
    assertThat(BurstEstimate.of(150, JITTER).collapses(15, two)).isTrue();
    assertThat(BurstEstimate.of(149, JITTER).collapses(15, ten)).isFalse();
    assertThat(BurstEstimate.of(450, JITTER).collapses(15, ten)).isTrue();
    var fullJitter = new FullJitterSchedule(WAIT, Duration.ofSeconds(30));
    assertThat(BurstEstimate.of(150, fullJitter).collapses(15, two)).isTrue();
    assertThat(BurstEstimate.of(450, fullJitter).collapses(15, ten)).isTrue();
    assertThat(BurstEstimate.of(150, spread(Phase.ofRank(3, 150), 15)).collapses(15, two))
        .isFalse();
    assertThat(BurstEstimate.of(150, spread(Phase.ofId("x"), 15)).collapses(15, two)).isFalse();
  }

  @Test
  void noReplica_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> BurstEstimate.of(0, JITTER));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(150, JITTER),
        Arguments.of(1000, JITTER),
        Arguments.of(150, new FullJitterSchedule(WAIT, Duration.ofSeconds(30))),
        Arguments.of(1000, new FullJitterSchedule(WAIT, Duration.ofSeconds(30))),
        Arguments.of(150, new DecorrelatedSchedule(WAIT, Duration.ofSeconds(30))),
        Arguments.of(1000, new JitterSchedule(WAIT, Duration.ofSeconds(6))),
        Arguments.of(150, spread(Phase.ofId("x"), 15)),
        Arguments.of(1000, spread(Phase.ofId("x"), 50)));
  }

  /** The approximation against the mean of 100 simulated outages, from a fixed seed. */
  @ParameterizedTest
  @MethodSource("shapes")
  void estimate_agreesWithSimulation(int replicas, AttemptSchedule schedule) {
    SplittableRandom random = new SplittableRandom(7);
    double tenth = 0;
    double second = 0;
    int runs = 100;
    for (int run = 0; run < runs; run++) {
      IntFunction<AttemptSchedule> members =
          schedule instanceof SpreadSchedule spread
              ? member ->
                  new SpreadSchedule(
                      spread.period(), spread.maxSpread(), new Phase(random.nextDouble(), 0, false))
              : member -> schedule;
      long[] moments = outage(replicas, members, random);
      tenth += most(moments, 100_000_000L);
      second += most(moments, 1_000_000_000L);
    }
    BurstEstimate burst = BurstEstimate.of(replicas, schedule);
    assertThat(burst.largestPer100Millis() / (tenth / runs)).isBetween(0.9, 1.12);
    assertThat(burst.largestPerSecond() / (second / runs)).isBetween(0.9, 1.12);
  }

  private static long[] outage(
      int replicas, IntFunction<AttemptSchedule> members, SplittableRandom random) {
    long[] moments = new long[replicas * 60];
    int count = 0;
    for (int member = 0; member < replicas; member++) {
      AttemptSchedule schedule = members.apply(member);
      long now = 0;
      long wait = 0;
      for (int attempt = 0; now < 60_000_000_000L && attempt < 60; attempt++) {
        wait = schedule.nextWaitNanos(attempt, wait, 0, now, random.nextDouble());
        now += wait;
        moments[count++] = now;
      }
    }
    long[] sorted = Arrays.copyOf(moments, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static int most(long[] moments, long window) {
    int most = 0;
    for (int first = 0, end = 0; first < moments.length; first++) {
      while (end < moments.length && moments[end] - moments[first] < window) {
        end++;
      }
      most = Math.max(most, end - first);
    }
    return most;
  }

  private static SpreadSchedule spread(Phase phase, double connectRate) {
    int n = connectRate == 15 ? 150 : 1000;
    Duration period = SpreadPeriod.of(WAIT, n, connectRate, phase.ranked());
    return new SpreadSchedule(period, Duration.ofMinutes(5), phase);
  }
}
