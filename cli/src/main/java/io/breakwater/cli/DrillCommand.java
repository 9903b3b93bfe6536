package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import io.breakwater.policy.PolicyException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks a broker under services and shows what came of it. */
@Command(
    name = "drill",
    description = "Break a real broker under real services, and compare how they come back.",
    sortOptions = false,
    customSynopsis = {
      "breakwater drill [OPTIONS]                    the tour: both drills",
      "       breakwater drill cold-start|flap [OPTIONS]    one drill"
    },
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n",
    footer = {
      "",
      "For each arm in turn a nats-server is started, and the gateway, the scheduler and"
          + " the workflow engine as pods: JVM processes that are probed and restarted as a"
          + " kubelet would.",
      "  cold-start   The broker is killed, all pods are restarted, the broker returns",
      "               after the outage: restarts, crash-loop back-off, time to ready.",
      "  flap         The broker is killed while all pods publish, and returns after",
      "               the outage: waves of attempts, time to come back, broker CPU.",
      "The tour takes less than 4 minutes and each drill's own arms and times.",
      "",
      "The folder of a run has journal.json (all figures), report.html (opens without a"
          + " network), events.jsonl, and the logs of each arm's pods.",
      "",
      "Examples:",
      "  breakwater drill",
      "  breakwater drill cold-start --outage 40s",
      "  breakwater drill flap --arm jnats --arm jitter --arm spread --json",
      "  breakwater drill flap --arm spread --arm my-policy.yaml --out runs/mine",
      "",
      "Exit codes: 0 completed and the candidate came back, 1 failed or aborted, 2 wrong"
          + " usage or configuration; 130 after Ctrl-C, 143 after SIGTERM, both with a"
          + " journal that says aborted."
    })
final class DrillCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "DRILL",
      arity = "0..1",
      hidden = true,
      description = "cold-start or flap; without it the tour")
  Optional<DrillKind> drill;

  @Mixin DrillSettings settings;

  @Option(
      names = "--target",
      paramLabel = "WHERE",
      description = "local: processes on this machine; kubernetes comes later (local)")
  String target = "local";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "a new or empty folder for the run (breakwater-runs/<time>-<drill>)")
  Optional<Path> out;

  @Option(
      names = "--json",
      description =
          "print the journal alone on stdout, all else on stderr; the tour prints"
              + " {drill, status, runs}")
  boolean json;

  @Override
  public Integer call() {
    Logging.quiet();
    Path root =
        out.orElseGet(
            () ->
                RunFolder.named(
                    drill.map(DrillKind::toString).orElse("tour"),
                    LocalDateTime.now(ZoneId.systemDefault())));
    List<DrillRun> runs;
    try {
      check();
      RunFolder.prepare(root);
      runs = runs(root);
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (PolicyException e) {
      return refused(root, String.valueOf(e.getMessage()));
    }
    List<Journal> journals = new ArrayList<>();
    try (SignalInterrupt signal = new SignalInterrupt(Thread.currentThread())) {
      for (DrillRun run : runs) {
        Journal journal = run.run();
        journals.add(journal);
        if (journal.status() == Status.ABORTED) {
          break;
        }
      }
      if (json) {
        Object result =
            drill.isPresent() ? JournalJson.of(journals.get(0)) : JournalJson.tour(journals);
        JsonOutput.print(spec.commandLine().getOut(), result);
      }
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().flush();
    }
    boolean held = journals.stream().allMatch(journal -> journal.status() == Status.COMPLETED);
    return held ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void check() {
    if (target.equals("kubernetes")) {
      throw new IllegalArgumentException("--target kubernetes comes later, expected local");
    }
    if (!target.equals("local")) {
      throw new IllegalArgumentException("--target: expected local, got \"" + target + "\"");
    }
    if (drill.isEmpty()) {
      settings
          .needingDrill()
          .ifPresent(
              option -> {
                throw new IllegalArgumentException(
                    option
                        + " needs the name of a drill (the tour runs each with its own defaults):"
                        + " breakwater drill flap "
                        + option
                        + " ...");
              });
    }
    settings.check();
    // Found out now rather than by the first arm.
    var unused = NatsServerBinary.find();
  }

  private List<DrillRun> runs(Path root) {
    List<DrillKind> kinds = drill.map(List::of).orElseGet(() -> List.of(DrillKind.values()));
    List<DrillRun> runs = new ArrayList<>();
    for (DrillKind kind : kinds) {
      Path folder = drill.isPresent() ? root : root.resolve(kind.toString());
      runs.add(
          new DrillRun(
              kind,
              settings.of(kind, folder),
              json ? spec.commandLine().getErr() : spec.commandLine().getOut(),
              spec.commandLine().getErr(),
              json ? Terminal.isErr() : Terminal.isOut()));
    }
    return runs;
  }

  /** A policy file that is wrong ends the run before it begins, but not without a journal. */
  private int refused(Path root, String message) {
    Journal journal = JournalJson.aborted(drill.orElseThrow(), message);
    JournalFile.write(root.resolve(JournalFile.NAME), journal);
    if (json) {
      JsonOutput.print(spec.commandLine().getOut(), JournalJson.of(journal));
    }
    spec.commandLine().getErr().println("breakwater: aborted: " + message);
    return CommandLine.ExitCode.USAGE;
  }
}
