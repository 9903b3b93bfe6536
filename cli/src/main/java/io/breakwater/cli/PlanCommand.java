package io.breakwater.cli;

import io.breakwater.journal.ReportPage;
import io.breakwater.planner.plan.FactsReader;
import io.breakwater.planner.plan.Plan;
import io.breakwater.planner.plan.PlanFacts;
import io.breakwater.planner.plan.PlanFiles;
import io.breakwater.planner.plan.Planner;
import io.breakwater.planner.plan.Runbook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** From a few facts to a budget, probes, a policy and what to expect. */
@Command(
    name = "plan",
    description =
        "Plan a fleet: startup budget, probes, reconnect policy, and what to expect of today's"
            + " settings and of the recommended ones.",
    sortOptions = false,
    customSynopsis = "breakwater plan [POLICY...] [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n",
    footer = {
      "",
      "It needs N (--replicas, --service NAME=N or a policy) and C (--connect-rate, --from,"
          + " --auth or a policy); facts that contradict each other are refused. It runs no"
          + " broker: recovery is simulated (docs/simulate.md), the burst is arithmetic, and"
          + " each figure says whether it was measured, given or assumed.",
      "",
      "With --out DIR: for each service NAME.yaml (policy), NAME.probes.yaml (for kubectl"
          + " patch) and NAME.service (systemd); report.html with the curve of recovery"
          + " against burst; runbook.md; plan.json.",
      "",
      "Examples:",
      "  breakwater plan --replicas 150 --servers 3 --connect-rate 15",
      "  breakwater plan --service gateway=20 --service orders=130 --auth bcrypt \\",
      "      --objective 30s --out plan",
      "  breakwater plan orders.yaml --from calibration.json --json",
      "  breakwater plan orders.yaml --replicas 150 --auth nkey --runbook > runbook.md",
      "",
      "Exit codes: 0 the recommended policy brings all back (in time, with --objective), 1"
          + " it does not, 2 wrong usage, facts or policy."
    })
final class PlanCommand implements Callable<Integer> {
  private static final String JSON = "plan.json";

  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin PlanSettings settings;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "a new or empty folder for its files (none are written)")
  Optional<Path> out;

  @Option(names = "--runbook", description = "print the runbook, Markdown, alone on stdout")
  boolean runbook;

  @Option(names = "--json", description = "print the plan as JSON, alone on stdout")
  boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = Planner.plan(facts());
    Map<String, Object> asJson = PlanJson.of(plan);
    out.ifPresent(folder -> write(folder, plan, asJson));
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(stdout, asJson);
    } else if (runbook) {
      stdout.print(Runbook.render(plan));
    } else {
      PlanLines.of(plan).forEach(stdout::println);
    }
    stdout.flush();
    out.ifPresent(folder -> spec.commandLine().getErr().println("written  " + folder));
    return plan.holds() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private PlanFacts facts() {
    if (json && runbook) {
      throw new ParameterException(
          spec.commandLine(), "--json and --runbook both want stdout, expected one of them");
    }
    try {
      PlanFacts facts = FactsReader.read(settings.options());
      out.ifPresent(RunFolder::prepare);
      return facts;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static void write(Path folder, Plan plan, Map<String, Object> asJson) {
    PlanFiles.of(plan).forEach((name, text) -> ReportPage.write(folder.resolve(name), text));
    ReportPage.write(folder.resolve(JSON), JsonOutput.text(asJson) + "\n");
  }
}
