package io.breakwater.simulator;

import static io.breakwater.simulator.Discipline.FIFO;
import static io.breakwater.simulator.Discipline.PROCESSOR_SHARING;
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
    assertThat(sojourn(PROCESSOR_SHARING, 1, new Demand.Fixed(MEAN), load))
        .isCloseTo(expected, Percentage.withPercentage(4));
    assertThat(sojourn(PROCESSOR_SHARING, 1, new Demand.Exponential(MEAN), load))
        .isCloseTo(expected, Percentage.withPercentage(4));
    assertThat(sojourn(PROCESSOR_SHARING, 1, new Demand.LogNormal(MEAN, 1.5), load))
        .isCloseTo(expected, Percentage.withPercentage(4));
  }

  @ParameterizedTest
  @CsvSource({"0.3", "0.5", "0.8"})
  void queue_withExponentialDemand_isMM1(double load) {
    assertThat(sojourn(FIFO, 1, new Demand.Exponential(MEAN), load))
        .isCloseTo(0.1 / (1 - load), Percentage.withPercentage(4));
  }

  /** Pollaczek and Khinchine: S + load x S / (2 (1 - load)) for a fixed demand. */
  @ParameterizedTest
  @CsvSource({"0.3", "0.5", "0.8"})
  void queue_withFixedDemand_isMD1(double load) {
    assertThat(sojourn(FIFO, 1, new Demand.Fixed(MEAN), load))
        .isCloseTo(0.1 + load * 0.1 / (2 * (1 - load)), Percentage.withPercentage(3));
  }

  /** Erlang C for two processors: S / (1 - load^2); the same for both disciplines. */
  @Test
  void twoProcessors_withExponentialDemand_areMM2() {
    double expected = 0.1 / (1 - 0.7 * 0.7);
    assertThat(sojourn(FIFO, 2, new Demand.Exponential(MEAN), 0.7))
        .isCloseTo(expected, Percentage.withPercentage(4));
    assertThat(sojourn(PROCESSOR_SHARING, 2, new Demand.Exponential(MEAN), 0.7))
        .isCloseTo(expected, Percentage.withPercentage(4));
  }

  /** Returns the mean sojourn in seconds, of arrivals of a Poisson process. */
  private static double sojourn(Discipline discipline, int cores, Demand demand, double load) {
    Processors processors =
        Processors.of(
            BrokerModel.of(cores, Demand.NONE, Demand.NONE, demand).withDiscipline(discipline));
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
        sum += now - arrivedAt[processors.poll()];
        done++;
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
