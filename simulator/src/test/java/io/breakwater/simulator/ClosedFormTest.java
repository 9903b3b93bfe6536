package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.JitterSchedule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The processors and the fleet against what queueing theory and statistics know about them. */
class ClosedFormTest {
  private static final int CUSTOMERS = 400_000;
  private static final Duration MEAN = Duration.ofMillis(100);

  /** Under processor sharing the mean depends on the mean demand alone: S / (1 - load). */
  @ParameterizedTest
  @CsvSource({"0.3", "0.5", "0.8"})
  void processorSharing_hasItsMeanSojourn_whateverTheDistribution(double load) {
    double expected = 0.1 / (1 - load);
    assertThat(sojourn(new SharedProcessors(1), 1, new Demand.Fixed(MEAN), load))
        .isCloseTo(expected, Percentage.withPercentage(4));
    assertThat(sojourn(new SharedProcessors(1), 1, new Demand.Exponential(MEAN), load))
        .isCloseTo(expected, Percentage.withPercentage(4));
    assertThat(sojourn(new SharedProcessors(1), 1, new Demand.LogNormal(MEAN, 1.5), load))
        .isCloseTo(expected, Percentage.withPercentage(4));
  }

  /** The shorter the slices, the nearer to sharing to the nanosecond. */
  @Test
  void slices_thatGetShorter_becomeProcessorSharing() {
    Demand demand = new Demand.LogNormal(MEAN, 0.5);
    double shared = sojourn(new SharedProcessors(1), 1, demand, 0.8);
    double previous = Double.MAX_VALUE;
    for (int millis : new int[] {100, 20, 4}) {
      double off = Math.abs(sojourn(sliced(1, Duration.ofMillis(millis)), 1, demand, 0.8) - shared);
      assertThat(off).as("%d ms", millis).isLessThan(previous / 2);
      previous = off;
    }
    assertThat(previous).isLessThan(0.04 * shared);
  }

  /** With slices that never end, whoever is first is done first. */
  @Test
  void slices_thatNeverEnd_areAQueue() {
    Demand demand = new Demand.LogNormal(MEAN, 0.5);
    assertThat(sojourn(sliced(1, Duration.ofDays(365)), 1, demand, 0.8))
        .isCloseTo(sojourn(new QueuedProcessors(1), 1, demand, 0.8), within(1e-6));
    assertThat(sojourn(sliced(2, Duration.ofDays(365)), 2, demand, 0.8))
        .isCloseTo(sojourn(new QueuedProcessors(2), 2, demand, 0.8), Percentage.withPercentage(2));
  }

  private static Processors sliced(int cores, Duration slice) {
    return new SlicedProcessors(cores, slice.toNanos(), 0.5);
  }

  @ParameterizedTest
  @CsvSource({"0.3", "0.5", "0.8"})
  void queue_withExponentialDemand_isMM1(double load) {
    assertThat(sojourn(new QueuedProcessors(1), 1, new Demand.Exponential(MEAN), load))
        .isCloseTo(0.1 / (1 - load), Percentage.withPercentage(4));
  }

  /** Pollaczek and Khinchine: S + load x S / (2 (1 - load)) for a fixed demand. */
  @ParameterizedTest
  @CsvSource({"0.3", "0.5", "0.8"})
  void queue_withFixedDemand_isMD1(double load) {
    assertThat(sojourn(new QueuedProcessors(1), 1, new Demand.Fixed(MEAN), load))
        .isCloseTo(0.1 + load * 0.1 / (2 * (1 - load)), Percentage.withPercentage(3));
  }

  /** Erlang C for two processors: S / (1 - load^2); the same however they share. */
  @Test
  void twoProcessors_withExponentialDemand_areMM2() {
    double expected = 0.1 / (1 - 0.7 * 0.7);
    assertThat(sojourn(new QueuedProcessors(2), 2, new Demand.Exponential(MEAN), 0.7))
        .isCloseTo(expected, Percentage.withPercentage(4));
    assertThat(sojourn(new SharedProcessors(2), 2, new Demand.Exponential(MEAN), 0.7))
        .isCloseTo(expected, Percentage.withPercentage(4));
  }

  /** Returns the mean sojourn in seconds, of arrivals of a Poisson process. */
  private static double sojourn(Processors processors, int cores, Demand demand, double load) {
    SplittableRandom random = new SplittableRandom(7);
    double between = MEAN.toNanos() / (load * cores);
    long[] arrivedAt = new long[CUSTOMERS];
    double sum = 0;
    int arrived = 0;
    double arrival = between * random.nextExponential();
    for (int done = 0; done < CUSTOMERS; ) {
      if (arrived < CUSTOMERS && (long) arrival < processors.nextAt()) {
        long now = (long) arrival;
        processors.advance(now);
        processors.add(arrived, demand.sampleNanos(random));
        arrivedAt[arrived++] = now;
        arrival += between * random.nextExponential();
      } else {
        long now = processors.nextAt();
        processors.advance(now);
        int polled = processors.poll();
        if (polled != Processors.NONE) {
          sum += now - arrivedAt[polled];
          done++;
        }
      }
    }
    return sum / CUSTOMERS / 1e9;
  }

  @Test
  void lognormalDemand_hasItsMeanAndItsVariation() {
    Demand demand = new Demand.LogNormal(MEAN, 0.5);
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      double seconds = demand.sampleNanos(random) / 1e9;
      sum += seconds;
      squares += seconds * seconds;
    }
    double mean = sum / CUSTOMERS;
    assertThat(mean).isCloseTo(0.1, within(0.001));
    assertThat(Math.sqrt(squares / CUSTOMERS - mean * mean) / mean).isCloseTo(0.5, within(0.01));
  }

  /**
   * Uniform arrivals: the first wave of 1,000 replicas falls at random into half a second, and the
   * largest tenth of it is what the scan statistic of {@link BurstEstimate} expects.
   */
  @Test
  void uniformArrivals_haveTheirLargestBin() {
    JitterSchedule schedule = new JitterSchedule(Duration.ofSeconds(60), Duration.ofMillis(500));
    FleetModel fleet = FleetModel.of("wave", 1_000, i -> schedule, Duration.ofSeconds(10));
    Map<Integer, Integer> peaks = new HashMap<>();
    double sum = 0;
    int runs = 200;
    for (int seed = 0; seed < runs; seed++) {
      SimulatedRun run = Models.run(Models.tier(1e6), Models.outage(61, 61), seed, fleet);
      peaks.merge(run.fleet(0).peakPer100Millis(), 1, Integer::sum);
      sum += run.fleet(0).peakPer100Millis();
    }
    double expected = BurstEstimate.of(1_000, schedule).largestPer100Millis();
    assertThat(sum / runs).as(peaks.toString()).isCloseTo(expected, within(0.03 * expected));
  }
}
