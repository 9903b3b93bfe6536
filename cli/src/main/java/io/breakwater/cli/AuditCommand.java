package io.breakwater.cli;

import io.breakwater.planner.audit.Audit;
import io.breakwater.planner.audit.AuditOptions;
import io.breakwater.planner.audit.AuditReport;
import io.breakwater.planner.audit.Severity;
import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Measurement;
import java.nio.file.Path;
import java.time.Duration;
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

/** Finds what will not survive an outage. */
@Command(
    name = "audit",
    description = "Find what will not survive an outage, before it happens.",
    sortOptions = false,
    customSynopsis = "breakwater audit PATH... [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n",
    footer = {
      "",
      "It reads Kubernetes manifests (also the output of helm template and kustomize"
          + " build), Breakwater policies, Spring's application.yaml and nats-server"
          + " configurations (*.conf), each alone or inside of a ConfigMap. Give it all of"
          + " them in one call: a disruption budget may stand in another file than its"
          + " deployment. Each rule has a page in docs/audit.",
      "",
      "To live with a finding, say why: the annotation breakwater.io/audit-ignore"
          + " \"RULE: reason\" on the object, or a comment in its line or the one before,"
          + " # breakwater:ignore RULE reason",
      "",
      "Examples:",
      "  breakwater audit deploy/ nats.conf breakwater.yaml",
      "  helm template . | breakwater audit - --fail-on error --json",
      "  breakwater audit deploy/ --replicas 450 --connect-rate 15",
      "",
      "Exit codes: 0 nothing found, 1 a finding at or above --fail-on, 2 wrong usage, or"
          + " a file that cannot be read (the others are audited all the same)."
    })
final class AuditCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "files and folders; - is the standard input")
  List<String> paths;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "info, warning or error: the exit code is 1 from there on (warning)")
  Severity failOn = Severity.WARNING;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "connections of the whole fleet (the replicas in the manifests)")
  @Nullable Integer replicas;

  @Option(
      names = "--connect-rate",
      paramLabel = "C",
      description = "connections per second that the broker tier can authenticate")
  @Nullable Double connectRate;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "C as it was measured: calibrate's JSON, or the journal of a drill")
  Optional<Path> from;

  @Option(
      names = "--maintenance",
      paramLabel = "D",
      description = "how long the broker may be away on purpose (10m)")
  Duration maintenance = AuditOptions.DEFAULTS.maintenanceWindow();

  @Option(
      names = "--ignore",
      paramLabel = "RULE=REASON",
      description = "live with a rule's findings, and say why; repeatable")
  Map<String, String> ignored = new LinkedHashMap<>();

  @Option(names = "--format", paramLabel = "FORMAT", description = "list or json (list)")
  String format = "list";

  @Option(names = "--json", description = "the same as --format json")
  boolean json;

  @Override
  public Integer call() {
    Audit audit = new Audit(options());
    for (String path : paths) {
      if (path.equals(Audit.STDIN)) {
        audit.add(System.in);
      } else {
        audit.add(Path.of(path));
      }
    }
    AuditReport report = audit.report();
    report
        .problems()
        .forEach(problem -> spec.commandLine().getErr().println("breakwater: " + problem));
    if (json || format.equals("json")) {
      JsonOutput.print(spec.commandLine().getOut(), AuditText.json(report, failOn));
    } else {
      AuditText.list(report).forEach(spec.commandLine().getOut()::println);
    }
    if (!report.problems().isEmpty()) {
      return CommandLine.ExitCode.USAGE;
    }
    return report.reaches(failOn) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private AuditOptions options() {
    try {
      Choice.of(new String[] {"list", "json"}, word -> word, format);
    } catch (CommandLine.TypeConversionException wrong) {
      throw new ParameterException(spec.commandLine(), "--format: " + wrong.getMessage(), wrong);
    }
    if (connectRate != null && from.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--connect-rate and --from both say C, expected one of them");
    }
    try {
      return new AuditOptions(
          Optional.ofNullable(replicas).map(n -> Figure.given(n, "--replicas")),
          Optional.ofNullable(connectRate)
              .map(c -> Figure.given(c, "--connect-rate"))
              .or(() -> from.map(Measurement::read).map(Measurement::figure)),
          maintenance,
          ignored);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
