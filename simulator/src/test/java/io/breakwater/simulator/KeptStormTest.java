package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.journal.Result;
import io.breakwater.policy.AttemptOutcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator beside real storms: the same arms, under the C and the outage that were measured.
 * The tolerances are those that the manual states.
 */
class KeptStormTest {
  private static final double TOLERANCE = 0.15;

  private static final MarkdownTable TABLE =
      new MarkdownTable(
          "storm",
          "arm",
          "",
          "connected",
          "T50",
          "T99",
          "T100",
          "attempts",
          "OVERLOADED",
          "UNREACHABLE",
          "peak/s");

  @ParameterizedTest
  @CsvSource({
    "150-bcrypt-2s, spread",
    "150-bcrypt-2s, spread-hash",
    "1000-tls, jitter",
    "1000-tls, spread-short-wait",
    "10000-none, spread-short-wait",
  })
  void whatCameBack_comesBackInTheSameTime(String storm, String arm) {
    KeptStorm kept = KeptStorm.read(storm);
    List<SimulatedRun> runs = kept.simulated(arm);
    Result real = tabulate(storm, arm, kept, runs);
    assertClose("T50", real.t50Seconds(), runs, fleet -> seconds(fleet, 50), TOLERANCE);
    assertClose("T99", real.t99Seconds(), runs, fleet -> seconds(fleet, 99), TOLERANCE);
    assertClose("T100", real.t100Seconds(), runs, fleet -> seconds(fleet, 100), TOLERANCE);
    assertClose("attempts", real.attempts(), runs, SimulatedRun.Fleet::attempts, TOLERANCE);
    assertClose(
        "peak", real.peakAttemptsPerSecond(), runs, SimulatedRun.Fleet::peakPerSecond, TOLERANCE);
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.fleet(0).connected()).isEqualTo(real.connected());
              assertThat(run.fleet(0).outcomes(AttemptOutcome.OVERLOADED)).isZero();
            });
    assertThat(real.overloadedAttempts()).isZero();
  }

  /**
   * The collapse: who is turned away where is the finer part of it, and has the wider tolerance.
   */
  @Test
  void whatCollapsed_collapses() {
    KeptStorm kept = KeptStorm.read("150-bcrypt-2s");
    List<SimulatedRun> runs = kept.simulated("jitter");
    Result real = tabulate("150-bcrypt-2s", "jitter", kept, runs);
    assertThat(real.connected()).isEqualTo(2);
    assertThat(runs).allSatisfy(run -> assertThat(run.fleet(0).connected()).isBetween(0, 4));
    assertClose("attempts", real.attempts(), runs, SimulatedRun.Fleet::attempts, 0.05);
    assertClose(
        "live",
        real.liveAttemptsPerReplica(),
        runs,
        fleet -> (double) fleet.liveAttempts() / fleet.replicas(),
        0.05);
    assertClose(
        "overloaded",
        real.overloadedAttempts(),
        runs,
        fleet -> fleet.outcomes(AttemptOutcome.OVERLOADED),
        0.2);
    assertClose(
        "unreachable",
        outcome(real, AttemptOutcome.UNREACHABLE),
        runs,
        fleet -> fleet.outcomes(AttemptOutcome.UNREACHABLE),
        0.2);
  }

  /**
   * Where 10,000 clients dial within half a second on the broker's own two cores, it is they who
   * need the time: the simulator, whose clients cost nothing, is ahead of them.
   */
  @Test
  void clientsThatSlowThemselves_areTheKnownDifference() {
    KeptStorm kept = KeptStorm.read("10000-none");
    List<SimulatedRun> runs = kept.simulated("jitter");
    Result real = tabulate("10000-none", "jitter", kept, runs);
    assertClose("T100", real.t100Seconds(), runs, fleet -> seconds(fleet, 100), 0.35);
    assertThat(median(runs, fleet -> seconds(fleet, 100)))
        .isLessThan(Objects.requireNonNull(real.t100Seconds()));
    assertClose("attempts", real.attempts(), runs, SimulatedRun.Fleet::attempts, 0.01);
  }

  @AfterAll
  static void writeTable() throws IOException {
    TABLE.write("kept-storms.md");
  }

  private static Result tabulate(
      String storm, String arm, KeptStorm kept, List<SimulatedRun> runs) {
    Result real = kept.real(arm);
    TABLE.row(
        storm,
        arm,
        "drill",
        real.connected(),
        text(real.t50Seconds()),
        text(real.t99Seconds()),
        text(real.t100Seconds()),
        real.attempts(),
        real.overloadedAttempts(),
        outcome(real, AttemptOutcome.UNREACHABLE),
        real.peakAttemptsPerSecond());
    TABLE.row(
        "",
        "",
        "simulated",
        count(runs, SimulatedRun.Fleet::connected),
        band(runs, 50),
        band(runs, 99),
        band(runs, 100),
        count(runs, SimulatedRun.Fleet::attempts),
        count(runs, fleet -> fleet.outcomes(AttemptOutcome.OVERLOADED)),
        count(runs, fleet -> fleet.outcomes(AttemptOutcome.UNREACHABLE)),
        count(runs, SimulatedRun.Fleet::peakPerSecond));
    return real;
  }

  private static String text(@Nullable Double seconds) {
    return seconds == null ? "never" : String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String band(List<SimulatedRun> runs, int percent) {
    double[] sorted =
        runs.stream().mapToDouble(run -> seconds(run.fleet(0), percent)).sorted().toArray();
    int edge = sorted.length / 20;
    return Double.isNaN(sorted[sorted.length / 2])
        ? "never"
        : String.format(
            Locale.ROOT,
            "%.2f s (%.2f to %.2f)",
            sorted[sorted.length / 2],
            sorted[edge],
            sorted[sorted.length - 1 - edge]);
  }

  private static long count(List<SimulatedRun> runs, ToDoubleFunction<SimulatedRun.Fleet> figure) {
    return Math.round(median(runs, figure));
  }

  private static long outcome(Result result, AttemptOutcome outcome) {
    return Objects.requireNonNull(result.outcomes()).getOrDefault(outcome.name(), 0L);
  }

  private static double seconds(SimulatedRun.Fleet fleet, int percent) {
    Double seconds = fleet.secondsUntil(percent);
    return seconds == null ? Double.NaN : seconds;
  }

  private static double median(List<SimulatedRun> runs, ToDoubleFunction<SimulatedRun.Fleet> of) {
    double[] sorted = runs.stream().mapToDouble(run -> of.applyAsDouble(run.fleet(0))).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void assertClose(
      String what,
      @Nullable Number real,
      List<SimulatedRun> runs,
      ToDoubleFunction<SimulatedRun.Fleet> figure,
      double tolerance) {
    double expected = Objects.requireNonNull(real, what).doubleValue();
    assertThat(median(runs, figure)).as(what).isCloseTo(expected, within(tolerance * expected));
  }
}
