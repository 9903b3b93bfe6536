package io.breakwater.simulator;

import io.breakwater.journal.Result;
import io.breakwater.policy.AttemptOutcome;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Drills and simulations side by side, as the manual shows them, in the order of their names. */
final class StormTable {
  private record Name(String storm, String arm) {}

  private record Sides(Result real, Ensemble runs) {}

  private final NavigableMap<Name, Sides> sides =
      new TreeMap<>(Comparator.comparing(Name::storm).thenComparing(Name::arm));
  private final MarkdownTable table =
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
          "most/s",
          "in the band");

  void add(String storm, String arm, Result real, Ensemble runs) {
    sides.put(new Name(storm, arm), new Sides(real, runs));
  }

  private void rows(Name name, Result real, Ensemble runs) {
    table.row(
        name.storm(),
        "`" + name.arm() + "`",
        "drill",
        real.connected(),
        text(real.t50Seconds()),
        text(real.t99Seconds()),
        text(real.t100Seconds()),
        count(real.attempts()),
        count(real.overloadedAttempts()),
        count(outcome(real, AttemptOutcome.UNREACHABLE)),
        count(real.peakAttemptsPerSecond()),
        "");
    table.row(
        "",
        "",
        "simulated",
        BandText.count(runs.band(SeedRun::connected)),
        BandText.seconds(runs.band(SeedRun::t50Seconds)),
        BandText.seconds(runs.band(SeedRun::t99Seconds)),
        BandText.seconds(runs.band(SeedRun::t100Seconds)),
        BandText.count(runs.band(SeedRun::attempts)),
        BandText.count(runs.band(SeedRun::overloaded)),
        BandText.count(runs.band(SeedRun::unreachable)),
        BandText.count(runs.band(SeedRun::peakPerSecond)),
        inBand(real, runs));
  }

  /**
   * Returns which of the three figures of the drill lie between the 5th and the 95th percentile.
   */
  private static String inBand(Result real, Ensemble runs) {
    return mark("T50", runs.band(SeedRun::t50Seconds), real.t50Seconds())
        + mark("T99", runs.band(SeedRun::t99Seconds), real.t99Seconds())
        + mark(
                "most/s",
                runs.band(SeedRun::peakPerSecond),
                Objects.requireNonNull(real.peakAttemptsPerSecond()).doubleValue())
            .strip();
  }

  private static String mark(String what, Band band, @Nullable Double real) {
    return band.holds(real == null ? Double.POSITIVE_INFINITY : real) ? what + " " : "";
  }

  void write(String name) throws IOException {
    sides.forEach((pair, side) -> rows(pair, side.real(), side.runs()));
    table.write(name);
  }

  static long outcome(Result result, AttemptOutcome outcome) {
    return Objects.requireNonNull(result.outcomes()).getOrDefault(outcome.name(), 0L);
  }

  private static String text(@Nullable Double seconds) {
    return seconds == null ? "never" : String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String count(@Nullable Number count) {
    return String.format(Locale.ROOT, "%,d", Objects.requireNonNull(count).longValue());
  }
}
