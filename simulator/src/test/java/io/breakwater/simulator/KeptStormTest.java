package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Result;
import java.io.IOException;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator beside real storms in which broker and clients shared the processors: the same
 * arms, under what was measured, as uncertain as it was. The tolerances are those that the manual
 * states.
 */
class KeptStormTest {
  private static final double TOLERANCE = 0.15;

  private static final StormTable TABLE = new StormTable();

  @ParameterizedTest
  @CsvSource({
    "storm-simulated/150-bcrypt-2s, spread",
    "storm-simulated/150-bcrypt-2s, spread-hash",
    "storm-simulated/1000-tls, jitter",
    "storm-simulated/1000-tls, spread-short-wait",
    "storm-simulated/10000-none, spread-short-wait",
    "storm/150-bcrypt-2s, spread",
    "storm/150-bcrypt-2s, spread-hash",
    "storm/150-bcrypt-2s-shapes, spread",
    "storm/150-bcrypt-10s, jitter",
    "storm/150-bcrypt-10s, spread",
    "storm/150-bcrypt-10s, spread-hash",
    "storm/450-bcrypt-10s, spread",
    "storm/1000-tls, jitter",
    "storm/1000-tls, full-jitter",
    "storm/1000-tls, spread",
    "storm/1000-tls-shapes, decorrelated",
    "storm/1000-tls-shapes, spread",
    "storm/1000-nkey, jitter",
    "storm/1000-nkey, full-jitter",
    "storm/1000-nkey, spread",
    "storm/10000-none-shapes, full-jitter",
    "storm/10000-none-shapes, decorrelated",
    "storm/10000-none-shapes, spread",
    "storm/150-wrong-10s, spread-n-over-4",
    "storm/150-wrong-10s, spread-n-times-4",
    "storm/150-wrong-10s, spread-c-over-4",
  })
  void whatCameBack_comesBackInTheSameTime(String storm, String arm) {
    KeptStorm kept = KeptStorm.read(storm);
    Ensemble runs = kept.simulated(arm);
    Result real = tabulate(storm, arm, kept, runs);
    assertClose("T50", real.t50Seconds(), runs, SeedRun::t50Seconds, TOLERANCE);
    assertClose("T99", real.t99Seconds(), runs, SeedRun::t99Seconds, TOLERANCE);
    assertClose("T100", real.t100Seconds(), runs, SeedRun::t100Seconds, TOLERANCE);
    assertClose("attempts", real.attempts(), runs, SeedRun::attempts, TOLERANCE);
    assertClose("peak", real.peakAttemptsPerSecond(), runs, SeedRun::peakPerSecond, TOLERANCE);
    // Where the rounds lay far apart, a few runs draw a broker that cannot keep up with its slots.
    assertThat(runs.complete()).isGreaterThanOrEqualTo(runs.runs().size() * 19 / 20);
    assertThat(runs.band(SeedRun::overloaded).median()).isZero();
    assertThat(real.overloadedAttempts()).isZero();
  }

  /** It came back, with many attempts at a broker that was too busy for them. */
  @ParameterizedTest
  @CsvSource({
    "storm/150-bcrypt-2s, full-jitter",
    "storm/150-bcrypt-2s-shapes, decorrelated",
    "storm/150-wrong-2s, spread-n-over-4",
    "storm/150-wrong-2s, spread-c-times-4",
  })
  void whatCameBackLate_comesBackAsLate(String storm, String arm) {
    KeptStorm kept = KeptStorm.read(storm);
    Ensemble runs = kept.simulated(arm);
    Result real = tabulate(storm, arm, kept, runs);
    assertThat(runs.complete()).isEqualTo(runs.runs().size());
    assertClose("T50", real.t50Seconds(), runs, SeedRun::t50Seconds, TOLERANCE);
    assertClose("T99", real.t99Seconds(), runs, SeedRun::t99Seconds, TOLERANCE);
    assertClose("overloaded", real.overloadedAttempts(), runs, SeedRun::overloaded, TOLERANCE);
  }

  /**
   * The collapse: that it comes is what counts. Who is turned away where is the finer part of it;
   * the real broker lets some more in than the simulated one.
   */
  @ParameterizedTest
  @CsvSource({
    "storm-simulated/150-bcrypt-2s, jitter, 0.2",
    "storm/150-bcrypt-2s, jitter, 0.2",
    "storm/150-bcrypt-2s-shapes, fixed, 0.31",
    "storm/450-bcrypt-10s, fixed, 0.2",
    "storm/450-bcrypt-10s, jitter, 0.2",
    "storm/450-bcrypt-10s, full-jitter, 0.2",
    "storm/450-bcrypt-10s, decorrelated, 0.25",
  })
  void whatCollapsed_collapses(String storm, String arm, double tolerance) {
    KeptStorm kept = KeptStorm.read(storm);
    Ensemble runs = kept.simulated(arm);
    Result real = tabulate(storm, arm, kept, runs);
    assertThat(real.connected()).isLessThan(real.replicas());
    assertThat(runs.complete()).isZero();
    assertThat(runs.band(SeedRun::t50Seconds).low()).isInfinite();
    assertClose("attempts", real.attempts(), runs, SeedRun::attempts, TOLERANCE);
    assertClose("overloaded", real.overloadedAttempts(), runs, SeedRun::overloaded, tolerance);
  }

  /**
   * Where 10,000 clients dial within half a second on the broker's own two cores, it is they who
   * need the time: the simulator, whose clients cost nothing, is ahead of them. So do 1,000 with
   * TLS that dial at one instant. And with C told fourfold the drill had two attempts that were
   * overloaded, the simulator none.
   */
  @ParameterizedTest
  @CsvSource({
    "storm-simulated/10000-none, jitter, 0.35",
    "storm/10000-none, jitter, 0.35",
    "storm/10000-none, spread, 0.35",
    "storm/10000-none-shapes, fixed, 0.6",
    "storm/1000-tls-shapes, fixed, 0.5",
    "storm/150-wrong-10s, spread-c-times-4, 0.15",
  })
  void knownDifferences(String storm, String arm, double tolerance) {
    KeptStorm kept = KeptStorm.read(storm);
    Ensemble runs = kept.simulated(arm);
    Result real = tabulate(storm, arm, kept, runs);
    assertThat(runs.complete()).isEqualTo(runs.runs().size());
    assertClose("T50", real.t50Seconds(), runs, SeedRun::t50Seconds, tolerance);
    assertClose("T100", real.t100Seconds(), runs, SeedRun::t100Seconds, tolerance);
    assertClose("attempts", real.attempts(), runs, SeedRun::attempts, 0.03);
  }

  @AfterAll
  static void writeTable() throws IOException {
    TABLE.write("kept-storms.md");
  }

  private static Result tabulate(String storm, String arm, KeptStorm kept, Ensemble runs) {
    Result real = kept.real(arm);
    TABLE.add(storm, arm, real, runs);
    return real;
  }

  /**
   * The median is near the drill's figure, or chance alone moves it as far: the last of a fleet.
   */
  private static void assertClose(
      String what,
      @Nullable Number real,
      Ensemble runs,
      ToDoubleFunction<SeedRun> figure,
      double tolerance) {
    double expected = Objects.requireNonNull(real, what).doubleValue();
    Band band = runs.band(figure);
    assertThat(Math.abs(band.median() - expected) <= tolerance * expected || band.holds(expected))
        .as("%s: drill %s, simulated %s", what, expected, band)
        .isTrue();
  }
}
