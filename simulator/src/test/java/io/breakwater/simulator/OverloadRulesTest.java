package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.SitOut;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a fleet that was told wrongly, or whose broker has become slower, under the rule
 * of overload that is in force and under its simple alternatives: 150 replicas, 2 cores, 130 ms.
 */
class OverloadRulesTest {
  private static final int REPLICAS = 150;
  private static final int SEEDS = 11;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long MOST_PATIENCE = Duration.ofMinutes(1).toNanos();
  private static final String IN_FORCE = "in force";
  private static final String PATIENT = "in force, wait 2^j times as long";

  private static final MarkdownTable TABLE =
      new MarkdownTable(
          "connect timeout",
          "what is wrong",
          "bound",
          "rule",
          "T50",
          "T100",
          "OVERLOADED",
          "wasted");

  private static final Map<String, GiveWay> RULES = rules();

  private static Map<String, GiveWay> rules() {
    Map<String, GiveWay> rules = new LinkedHashMap<>();
    rules.put(IN_FORCE, GiveWay.POLICY);
    rules.put("never widen", (state, outcome, random) -> SitOut.NONE);
    rules.put("widen at most 4-fold", capped(2));
    rules.put("widen every second time", new EverySecond());
    rules.put("widen at a coin's toss", OverloadRulesTest::tossed);
    rules.put(PATIENT, new Patient());
    return rules;
  }

  private static GiveWay capped(int most) {
    return (state, outcome, random) -> Math.min(most, GiveWay.POLICY.next(state, outcome, random));
  }

  private static int tossed(int state, AttemptOutcome outcome, double random) {
    return random < 0.5 ? GiveWay.POLICY.next(state, outcome, random) : state;
  }

  /** Two failures to a level. */
  private static final class EverySecond implements GiveWay {
    @Override
    public int next(int state, AttemptOutcome outcome, double random) {
      return POLICY.next(state, outcome, random);
    }

    @Override
    public int level(int state) {
      return state / 2;
    }
  }

  /** As the rule in force, and the next attempt may last 2^j times the connect timeout. */
  private static final class Patient implements GiveWay {
    @Override
    public int next(int state, AttemptOutcome outcome, double random) {
      return POLICY.next(state, outcome, random);
    }

    @Override
    public long patienceNanos(int state, long connectTimeoutNanos) {
      return Math.max(connectTimeoutNanos, Math.min(MOST_PATIENCE, connectTimeoutNanos << state));
    }
  }

  /** The medians over the seeds; a time is null if the median run never got there. */
  private record Figures(
      @Nullable Double t50, @Nullable Double t100, double failed, double wasted) {
    boolean back() {
      return t100 != null;
    }

    double allBack() {
      return t100 == null ? Double.POSITIVE_INFINITY : t100;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2,  spread,           15,  nothing",
    "2,  spread-n-over-4,  15,  N a quarter",
    "2,  spread-n-times-4, 15,  N fourfold",
    "2,  spread-c-times-4, 15,  C fourfold",
    "2,  spread-c-over-4,  15,  C a quarter",
    "2,  spread,           11.25, C a quarter less",
    "2,  spread,           7.5, C has halved",
    "10, spread,           15,  nothing",
    "10, spread-n-over-4,  15,  N a quarter",
    "10, spread-c-times-4, 15,  C fourfold",
    "10, spread,           7.5, C has halved",
    "10, spread,           3.75, C has fallen to a quarter",
  })
  void overload(int timeoutSeconds, String arm, double trueRate, String wrong) {
    Map<String, Figures> found = new LinkedHashMap<>();
    RULES.forEach((name, rule) -> found.put(name, figures(timeoutSeconds, arm, trueRate, rule)));
    found.forEach(
        (rule, figures) ->
            TABLE.row(
                timeoutSeconds + " s",
                wrong,
                text(REPLICAS / trueRate),
                rule,
                text(figures.t50()),
                text(figures.t100()),
                Math.round(figures.failed()),
                Math.round(100 * figures.wasted()) + " %"));

    Figures inForce = Objects.requireNonNull(found.get(IN_FORCE));
    assertThat(inForce.back()).as("whatever it was told, the fleet comes back").isTrue();
    Figures patient = Objects.requireNonNull(found.get(PATIENT));
    assertThat(patient.allBack())
        .as("to wait longer for an overloaded broker is nowhere worse")
        .isLessThanOrEqualTo(1.01 * inForce.allBack());
    assertThat(patient.failed()).isLessThanOrEqualTo(inForce.failed());
  }

  private static Figures figures(int timeoutSeconds, String name, double trueRate, GiveWay rule) {
    FleetArm arm = Models.arm(name);
    FleetModel fleet =
        FleetModel.of(
                name,
                REPLICAS,
                i -> arm.schedule(REPLICAS, Models.BCRYPT_RATE, i, "", false),
                Duration.ofSeconds(timeoutSeconds))
            .withGiveWay(rule);
    Scenario scenario = Scenario.outage(1, Duration.ofSeconds(3), LIMIT);
    double[] t50 = new double[SEEDS];
    double[] t100 = new double[SEEDS];
    double[] failed = new double[SEEDS];
    double[] wasted = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedRun run = Models.run(Models.tier(trueRate), scenario, seed, fleet);
      t50[seed] = orNever(run.fleet(0).secondsUntil(50));
      t100[seed] = orNever(run.fleet(0).secondsUntil(100));
      failed[seed] = run.fleet(0).outcomes(AttemptOutcome.OVERLOADED);
      wasted[seed] = run.wastedSeconds() / run.busySeconds();
    }
    return new Figures(
        unlessNever(median(t50)), unlessNever(median(t100)), median(failed), median(wasted));
  }

  private static double orNever(@Nullable Double seconds) {
    return seconds == null ? Double.POSITIVE_INFINITY : seconds;
  }

  private static @Nullable Double unlessNever(double seconds) {
    return Double.isInfinite(seconds) ? null : seconds;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static String text(@Nullable Double seconds) {
    return seconds == null ? "never" : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  @AfterAll
  static void writeTable() throws IOException {
    TABLE.write("overload-rules.md");
  }
}
