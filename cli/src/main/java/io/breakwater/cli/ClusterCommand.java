package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.cluster.ClusterDrill;
import io.breakwater.lab.services.ServicesKind;
import io.breakwater.policy.PolicyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A fleet on a tier of servers that is disrupted: one command for each kind of it. */
@Command(
    hidden = true, // The help of drill tells of it where it tells of all drills.
    sortOptions = false,
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n")
final class ClusterCommand implements Callable<Integer> {
  private final ClusterKind kind;

  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin ClusterSettings settings;
  @Mixin RunOutput output;

  private final ServicesSwitch services = new ServicesSwitch();

  private ClusterCommand(ClusterKind kind) {
    this.kind = kind;
  }

  /** Adds a command for each kind. */
  static void addTo(CommandLine drill) {
    for (ClusterKind kind : ClusterKind.values()) {
      ClusterCommand own = new ClusterCommand(kind);
      CommandLine command = new CommandLine(own);
      if (kind == ClusterKind.ROLLING_RESTART) {
        command.addMixin("services", own.services);
      }
      command
          .getCommandSpec()
          .usageMessage()
          .description(kind.description())
          .customSynopsis("breakwater drill " + kind + " [OPTIONS]")
          .footer(footer(kind));
      drill.addSubcommand(kind.toString(), command);
    }
  }

  private static String[] footer(ClusterKind kind) {
    return new String[] {
      "",
      "First C is measured on one server: how many connections per second it can authenticate."
          + " Then, for each arm in turn, a fresh tier is started and all replicas connect. The"
          + " outage ("
          + kind.outageMeans()
          + ") is followed by a wait until all replicas have been connected for 5 s. Then a"
          + " message is sent through each. The candidate holds if none is lost, none is a zombie"
          + " (says connected, and no message goes through) and none has closed.",
      "",
      "The folder of a run has journal.json (all figures), report.html (opens without a"
          + " network) and events.jsonl (each attempt).",
      "",
      "Examples:",
      "  breakwater drill " + kind,
      "  breakwater drill " + kind + " --replicas 10 --auth none --arm spread --json",
      "",
      "Exit codes: 0 completed and the candidate held, 1 failed or aborted, 2 wrong usage or"
          + " configuration, or more replicas than file descriptors; 130 after Ctrl-C, 143 after"
          + " SIGTERM, both with a journal that says aborted."
    };
  }

  @Override
  public Integer call() {
    if (services.services) {
      return onServices();
    }
    Logging.silent();
    Path folder = output.folder(kind.toString());
    DrillSession session = new DrillSession(spec.commandLine(), output);
    DrillRun run;
    try {
      check();
      run =
          new DrillRun(
              new ClusterDrill(settings.options(kind), folder),
              settings.opening(kind),
              folder,
              List.of());
      RunFolder.prepare(folder);
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (PolicyException e) {
      return session.refused(kind.toString(), folder, String.valueOf(e.getMessage()));
    }
    return session.run(List.of(run), journals -> JournalJson.of(journals.get(0)));
  }

  private int onServices() {
    return services.run(
        spec,
        output,
        () -> ServicesKind.ROLLING_RESTART,
        new ServicesSettings.Times(
            settings.outage, Optional.empty(), settings.limit, Optional.empty()));
  }

  private void check() {
    services.check(spec, kind.toString());
    OptionsBefore.refuse(spec, kind.toString());
    settings.check(kind);
    // Found out now rather than by the first arm.
    var unused = NatsServerBinary.find();
  }
}
