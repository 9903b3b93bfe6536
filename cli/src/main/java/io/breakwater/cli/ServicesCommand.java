package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.services.ServicesDrill;
import io.breakwater.lab.services.ServicesKind;
import io.breakwater.lab.services.ServicesOptions;
import io.breakwater.policy.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Faults on running services: a command for each kind that no other drill has the name of. */
@Command(
    hidden = true, // The help of drill tells of it where it tells of all drills.
    sortOptions = false,
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n")
final class ServicesCommand implements Callable<Integer> {
  private final ServicesKind kind;

  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin ServicesSettings load;

  @Option(
      names = "--outage",
      paramLabel = "D",
      description = "service-pause: how long each is frozen (12s)")
  Optional<Duration> outage;

  @Option(
      names = "--duration",
      paramLabel = "D",
      description = "chaos: how long faults follow each other (3m)")
  Optional<Duration> duration;

  @Option(
      names = "--limit",
      paramLabel = "D",
      description = "how long coming back, and the end of all work, may take (2m)")
  Optional<Duration> limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the work, and of what is random in the faults (1)")
  Optional<Long> seed;

  @Mixin RunOutput output;

  private ServicesCommand(ServicesKind kind) {
    this.kind = kind;
  }

  /** Adds a command for each kind that has one of its own. */
  static void addTo(CommandLine drill) {
    for (ServicesKind kind : ServicesKind.values()) {
      if (!kind.shared()) {
        CommandLine command = new CommandLine(new ServicesCommand(kind));
        command
            .getCommandSpec()
            .usageMessage()
            .description(description(kind))
            .customSynopsis("breakwater drill " + kind.text() + " [OPTIONS]")
            .footer(
                "",
                "The control plane (two gateways, one of them with an outbox on disk, two"
                    + " schedulers, two workflow engines, three workers) runs as pods, under a load"
                    + " of jobs and workflows. What clients and workers saw of it is kept as a"
                    + " history, and checked.",
                "",
                "The folder of a run has journal.json (all figures), report.html (opens without"
                    + " a network), events.jsonl, and for each arm history.jsonl and the logs.",
                "",
                "Examples:",
                "  breakwater drill " + kind.text(),
                "  breakwater drill " + kind.text() + example(kind) + " --json",
                "",
                "Exit codes: 0 no invariant was broken and all work came to its end, 1 one was,"
                    + " or it failed, or was aborted, 2 wrong usage; 130 after Ctrl-C, 143 after"
                    + " SIGTERM, both with a journal that says aborted.");
        drill.addSubcommand(kind.text(), command);
      }
    }
  }

  private static String description(ServicesKind kind) {
    return switch (kind) {
      case SERVICE_KILL ->
          "A process of each service in turn is killed (SIGKILL), the active one where one is.";
      case SERVICE_PAUSE ->
          "The active scheduler, then the active workflow engine, is frozen (SIGSTOP) until"
              + " another one has taken over, and wakes up.";
      default ->
          "Faults at random, one after the other: brokers, nodes of a cluster of three, services.";
    };
  }

  private static String example(ServicesKind kind) {
    return kind == ServicesKind.CHAOS ? " --duration 30m --seed 7" : " --load-jobs 400";
  }

  @Override
  public Integer call() {
    return run(spec, output, kind, load, new ServicesSettings.Times(outage, duration, limit, seed));
  }

  /** Runs a drill on services for a command, and returns its exit code. */
  static int run(
      CommandSpec spec,
      RunOutput output,
      ServicesKind kind,
      ServicesSettings load,
      ServicesSettings.Times times) {
    Logging.silent();
    Path folder = output.folder(kind.drill());
    DrillRun run;
    try {
      if (spec.parent().name().equals("drill")) {
        OptionsBefore.refuse(spec, kind.text());
      }
      // Found out now rather than by the first arm.
      var unused = NatsServerBinary.find();
      ServicesOptions options = load.options(kind, times, folder);
      run =
          new DrillRun(
              new ServicesDrill(options, ServicesFleet::make), opening(options), folder, List.of());
      RunFolder.prepare(folder);
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return new DrillSession(spec.commandLine(), output)
        .run(List.of(run), journals -> JournalJson.of(journals.get(0)));
  }

  private static String opening(ServicesOptions options) {
    String load = "%,d jobs and %,d runs".formatted(options.jobs(), options.runs());
    return options.kind() == ServicesKind.CHAOS
        ? "%s: faults for %s under about %s, seed %d"
            .formatted(
                options.kind().text(),
                DurationText.format(options.duration()),
                load,
                options.seed())
        : "%s on the control plane, under %s".formatted(options.kind().text(), load);
  }
}
