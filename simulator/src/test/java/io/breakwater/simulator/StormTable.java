package io.breakwater.simulator;

import io.breakwater.journal.Result;
import io.breakwater.policy.AttemptOutcome;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drills and simulations side by side, as the manual shows them, in the order of their names, and
 * how many of the figures agree.
 */
final class StormTable {
  /** Within which a median should be of the drill's figure. */
  private static final double NEAR = 0.15;

  private record Name(String storm, String arm) {}

  private record Sides(Result real, Ensemble runs) {
    List<Figure> figures() {
      return StormTable.figures(real, runs);
    }
  }

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

  private void rows(Name name, Sides side) {
    Result real = side.real();
    Ensemble runs = side.runs();
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
        inBand(side));
  }

  /** One of the three figures that a drill is held against. */
  record Figure(String name, double real, Band band) {
    boolean held() {
      return band.holds(real);
    }

    boolean came() {
      return Double.isFinite(real);
    }

    boolean near() {
      return came() && Math.abs(band.median() - real) <= NEAR * real;
    }
  }

  static List<Figure> figures(Result real, Ensemble runs) {
    return List.of(
        new Figure("T50", orNever(real.t50Seconds()), runs.band(SeedRun::t50Seconds)),
        new Figure("T99", orNever(real.t99Seconds()), runs.band(SeedRun::t99Seconds)),
        new Figure(
            "most/s",
            Objects.requireNonNull(real.peakAttemptsPerSecond()),
            runs.band(SeedRun::peakPerSecond)));
  }

  private static double orNever(@Nullable Double seconds) {
    return seconds == null ? Double.POSITIVE_INFINITY : seconds;
  }

  /** Returns which figures of the drill lie between the 5th and the 95th percentile. */
  private static String inBand(Sides side) {
    return side.figures().stream()
        .filter(Figure::held)
        .map(Figure::name)
        .collect(Collectors.joining(" "));
  }

  /** Returns how many of all of them do, and how many medians are near. */
  private String count() {
    List<Figure> all = sides.values().stream().flatMap(side -> side.figures().stream()).toList();
    String held =
        Stream.of("T50", "T99", "most/s")
            .map(name -> name + " " + count(all, one -> one.held() && one.name().equals(name)))
            .collect(Collectors.joining(", "));
    long whole =
        sides.values().stream()
            .filter(side -> side.figures().stream().allMatch(Figure::held))
            .count();
    return "%nOf %d pairs inside the band: %s, all three %d. Of %d medians within 15 %%: %d.%n"
        .formatted(sides.size(), held, whole, count(all, Figure::came), count(all, Figure::near));
  }

  private static long count(List<Figure> all, Predicate<Figure> which) {
    return all.stream().filter(which).count();
  }

  void write(String name) throws IOException {
    sides.forEach(this::rows);
    table.write(name, count());
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
