package io.breakwater.cli;

import io.breakwater.journal.HtmlReport;
import io.breakwater.journal.Thresholds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two arms side by side, from one journal or from two. */
@Command(
    name = "compare",
    description = "Compare two arms of a journal, or an arm of one with an arm of another.",
    sortOptions = false,
    customSynopsis = {
      "breakwater compare A [OPTIONS]      two arms of journal A",
      "       breakwater compare A B [OPTIONS]    an arm of A with an arm of B"
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "A limit holds if the candidate's figure over the baseline's (a ratio), or the"
          + " candidate's figure itself, is not above it; what was not measured does not"
          + " hold. Two runs can be compared only if drill, outage and number of replicas"
          + " are the same.",
      "",
      "Examples:",
      "  breakwater compare breakwater-runs/20260101-120000-flap",
      "  breakwater compare before/ after/ --candidate spread --out both.html",
      "  breakwater compare run/ --max-peak-ratio 0.5 --max-restarts 0 --json",
      "",
      "Exit codes: 0 all limits hold (or none was given), 1 one does not, 2 wrong usage,"
          + " or journals that cannot be read or compared."
    })
final class CompareCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "a journal.json, or the folder of a run")
  Path first;

  @Parameters(index = "1", paramLabel = "B", arity = "0..1", description = "another one")
  Optional<Path> second;

  @Option(
      names = "--baseline",
      paramLabel = "ARM",
      description =
          "the arm of A to compare against (the first; with B the one of the candidate's"
              + " name, if there is one)")
  Optional<String> baseline;

  @Option(
      names = "--candidate",
      paramLabel = "ARM",
      description = "the arm to judge, of B if that is given (the last)")
  Optional<String> candidate;

  @Option(
      names = "--max-t100-ratio",
      paramLabel = "R",
      description = "limit for the time until all were connected")
  @Nullable Double maxT100Ratio;

  @Option(
      names = "--max-ready-ratio",
      paramLabel = "R",
      description = "limit for the time until all pods were ready")
  @Nullable Double maxReadyRatio;

  @Option(
      names = "--max-peak-ratio",
      paramLabel = "R",
      description = "limit for the most attempts in any 100 ms")
  @Nullable Double maxPeakRatio;

  @Option(names = "--max-attempts-ratio", paramLabel = "R", description = "limit for all attempts")
  @Nullable Double maxAttemptsRatio;

  @Option(
      names = "--max-cpu-ratio",
      paramLabel = "R",
      description = "limit for the broker's CPU time while recovering")
  @Nullable Double maxCpuRatio;

  @Option(names = "--max-restarts", paramLabel = "N", description = "limit for container restarts")
  @Nullable Integer maxRestarts;

  @Option(names = "--max-lost", paramLabel = "N", description = "limit for lost messages")
  @Nullable Long maxLost;

  @Option(names = "--out", paramLabel = "FILE.html", description = "write the comparison as a page")
  Optional<Path> out;

  @Option(names = "--json", description = "print the comparison as JSON, alone on stdout")
  boolean json;

  @Override
  public Integer call() {
    Thresholds thresholds = thresholds();
    ComparedArms arms = ComparedArms.read(first, second, baseline, candidate);
    List<Thresholds.Check> checks =
        thresholds.check(arms.comparison(), arms.baseline().result(), arms.candidate().result());
    boolean held = checks.stream().allMatch(Thresholds.Check::held);
    out.ifPresent(file -> HtmlReport.write(file, arms.journal()));
    if (json) {
      JsonOutput.print(spec.commandLine().getOut(), result(arms, checks, held));
    } else {
      show(arms, checks);
    }
    return held ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Thresholds thresholds() {
    notNegative("--max-t100-ratio", maxT100Ratio);
    notNegative("--max-ready-ratio", maxReadyRatio);
    notNegative("--max-peak-ratio", maxPeakRatio);
    notNegative("--max-attempts-ratio", maxAttemptsRatio);
    notNegative("--max-cpu-ratio", maxCpuRatio);
    notNegative("--max-restarts", maxRestarts);
    notNegative("--max-lost", maxLost);
    return new Thresholds(
        maxT100Ratio,
        maxReadyRatio,
        maxPeakRatio,
        maxAttemptsRatio,
        maxCpuRatio,
        maxRestarts,
        maxLost);
  }

  private void notNegative(String option, @Nullable Number value) {
    if (value != null && !(value.doubleValue() >= 0)) {
      throw new ParameterException(
          spec.commandLine(), option + ": expected zero or more, got " + value);
    }
  }

  private static Map<String, Object> result(
      ComparedArms arms, List<Thresholds.Check> checks, boolean held) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("drill", arms.journal().drill());
    result.put("comparison", arms.comparison());
    result.put("thresholds", checks);
    result.put("held", held);
    return result;
  }

  private void show(ComparedArms arms, List<Thresholds.Check> checks) {
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.printf(
        "%s: %s against %s%n",
        arms.journal().drill(), arms.candidate().name(), arms.baseline().name());
    arms.legend().forEach(terminal::println);
    terminal.println();
    terminal.println(JournalText.table(arms.journal().drill(), arms.journal().arms()));
    terminal.println();
    List<String> chart = AttemptsChart.lines(arms.journal().arms());
    chart.forEach(terminal::println);
    if (!chart.isEmpty()) {
      terminal.println();
    }
    JournalText.verdict(arms.comparison()).forEach(terminal::println);
    checks.forEach(
        check -> terminal.println((check.held() ? "held      " : "NOT HELD  ") + check.line()));
    out.ifPresent(file -> terminal.println("report    " + file));
    terminal.flush();
  }
}
