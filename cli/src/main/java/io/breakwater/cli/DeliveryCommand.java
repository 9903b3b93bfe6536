package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.delivery.LoadOptions;
import io.breakwater.lab.services.ServicesKind;
import io.breakwater.policy.PolicyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** What becomes of messages: one command for each drill on them, but flap, which has its own. */
@Command(
    hidden = true, // The help of drill tells of it where it tells of all drills.
    sortOptions = false,
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n")
final class DeliveryCommand implements Callable<Integer> {
  private final DeliveryKind kind;

  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin LoadSettings load;

  @Option(
      names = "--arm",
      paramLabel = "NAME|FILE",
      description = {
        "a client under test; repeatable: the first is the baseline, the last the candidate."
            + " A policy file, or one of",
        "jnats: plain jnats; jnats-retry: its service publishes again what failed",
        "fixed, jitter, full-jitter, decorrelated, spread: Breakwater's bus",
        "(jnats, spread)"
      })
  List<String> arms = new ArrayList<>();

  @Option(
      names = "--outage",
      paramLabel = "D",
      description =
          "how long the broker is down (burst: 30s; data-loss: 1s; publisher-kill, before every"
              + " second kill: 1s)")
  Optional<Duration> outage;

  @Option(
      names = "--limit",
      paramLabel = "D",
      description = "how long recovery and delivery may take each time (1m)")
  Optional<Duration> limit;

  @Mixin RunOutput output;

  private final ServicesSwitch services = new ServicesSwitch();

  private DeliveryCommand(DeliveryKind kind) {
    this.kind = kind;
  }

  /** Adds a command for each kind that has one of its own. */
  static void addTo(CommandLine drill) {
    for (DeliveryKind kind : DeliveryKind.values()) {
      if (kind != DeliveryKind.FLAP) {
        DeliveryCommand own = new DeliveryCommand(kind);
        CommandLine command = new CommandLine(own);
        if (kind == DeliveryKind.DATA_LOSS) {
          command.addMixin("services", own.services);
        }
        command
            .getCommandSpec()
            .usageMessage()
            .description(kind.description())
            .customSynopsis("breakwater drill " + kind + " [OPTIONS]")
            .footer(
                "",
                "The folder of a run has journal.json (all figures), report.html (opens without"
                    + " a network) and events.jsonl.",
                "",
                "Examples:",
                "  breakwater drill " + kind,
                "  breakwater drill " + kind + " --load 500 --arm spread --json",
                "",
                "Exit codes: 0 completed and every arm that is a bus kept its promise (plain"
                    + " jnats is shown for what it is), 1 failed or aborted, 2 wrong usage or"
                    + " configuration; 130 after Ctrl-C, 143 after SIGTERM, both with a journal"
                    + " that says aborted.");
        drill.addSubcommand(kind.toString(), command);
      }
    }
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
      run = run(kind, load.options(kind, arms, outage, limit, folder));
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
        () -> ServicesKind.DATA_LOSS,
        new ServicesSettings.Times(outage, Optional.empty(), limit, load.seed));
  }

  /** Returns the run of a drill on messages. */
  static DrillRun run(DeliveryKind kind, LoadOptions options) {
    return new DrillRun(kind.drill(options), kind.opening(options), options.folder(), List.of());
  }

  private void check() {
    OptionsBefore.refuse(spec, kind.toString());
    services.check(spec, kind.toString());
    LoadSettings.check(arms);
    // Found out now rather than by the first arm.
    var unused = NatsServerBinary.find();
  }
}
