package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.delivery.LoadOptions;
import io.breakwater.lab.drill.DrillOptions;
import io.breakwater.lab.services.ServicesKind;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.PolicyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "breakwater drill [OPTIONS]                    the tour: cold-start, flap",
      "       breakwater drill cold-start|flap [OPTIONS]    one drill",
      "       breakwater drill flap --load N [OPTIONS]      its messages",
      "       breakwater drill flap --services [OPTIONS]    its jobs and workflows",
      "       breakwater drill storm [OPTIONS]              see drill storm --help",
      "       breakwater drill NAME [OPTIONS]               any of those below"
    },
    subcommands = {StormCommand.class, HazardsCommand.class},
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
      "               With --load its messages, one by one: the broker is killed at",
      "               random moments, --flaps times, and each message is looked for.",
      "  storm        A fleet of connections loses a broker for which each is work. It",
      "               has its own options: breakwater drill storm --help",
      "  hazards      What ends, blinds or drives wild a jnats connection, done to",
      "               plain jnats and to the bus.",
      "",
      "A tier of servers under a fleet of connections; each has its own options, see",
      "breakwater drill node-loss --help:",
      "  rolling-restart, node-loss, lame-duck    one server goes, or each in turn",
      "  stall, partition     a server hangs; the network swallows, resets or delays",
      "  slow-auth            a login is much work, on one server or on three",
      "",
      "What becomes of messages; each has its own options, see",
      "breakwater drill data-loss --help:",
      "  publisher-kill   the publishing process is killed, with its outbox on disk",
      "  burst            a long outage under load, and the drain after it",
      "  data-loss        a broker comes back with an empty store",
      "",
      "What becomes of jobs and workflows, on the whole control plane:",
      "  cold-start, flap, rolling-restart, data-loss    with --services",
      "  service-kill     a process of each service in turn is killed",
      "  service-pause    the active ones are frozen, and wake up",
      "  chaos            all of that at random; see breakwater drill chaos --help",
      "",
      "The tour is cold-start and flap, each with its own arms and times; it takes less"
          + " than 4 minutes.",
      "",
      "The folder of a run has journal.json (all figures), report.html (opens without a"
          + " network), events.jsonl, and the logs of each arm's pods.",
      "",
      "Examples:",
      "  breakwater drill",
      "  breakwater drill cold-start --outage 40s",
      "  breakwater drill flap --arm jnats --arm jitter --arm spread --json",
      "  breakwater drill flap --load 5000 --level outbox --flaps 20",
      "  breakwater drill flap --services --load-jobs 200 --json",
      "  breakwater drill storm --replicas 150 --auth bcrypt --connect-timeout 2s",
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
  @Mixin LoadSettings load;
  @Mixin ServicesSwitch services;

  @Option(
      names = "--target",
      paramLabel = "WHERE",
      description = "local: processes on this machine; kubernetes comes later (local)")
  String target = "local";

  @Mixin RunOutput output;

  @Override
  public Integer call() {
    if (services.services) {
      return onServices();
    }
    if (load.load.isPresent()) {
      Logging.silent();
    } else {
      Logging.quiet();
    }
    Path root = output.folder(drill.map(DrillKind::toString).orElse("tour"));
    DrillSession session = new DrillSession(spec.commandLine(), output);
    List<DrillRun> runs;
    try {
      check();
      runs = runs(root);
      RunFolder.prepare(root);
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (PolicyException e) {
      return session.refused(drill.orElseThrow().toString(), root, String.valueOf(e.getMessage()));
    }
    return session.run(
        runs,
        journals ->
            drill.isPresent() ? JournalJson.of(journals.get(0)) : JournalJson.tour(journals));
  }

  private int onServices() {
    return services.run(
        spec,
        output,
        this::kindOnServices,
        new ServicesSettings.Times(settings.outage, Optional.empty(), settings.limit, load.seed));
  }

  private ServicesKind kindOnServices() {
    return drill
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    ServicesSwitch.OPTION
                        + " needs the name of a drill: cold-start, flap, rolling-restart or"
                        + " data-loss"))
        .onServices();
  }

  private void check() {
    services.check(spec, "flap");
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
    if (load.load.isPresent()) {
      checkLoad();
    } else {
      load.needingLoad()
          .ifPresent(
              option -> {
                throw new IllegalArgumentException(
                    option + " needs a load: breakwater drill flap --load 5000 " + option + " ...");
              });
      settings.check();
    }
    // Found out now rather than by the first arm.
    var unused = NatsServerBinary.find();
  }

  private void checkLoad() {
    if (!drill.equals(Optional.of(DrillKind.FLAP))) {
      throw new IllegalArgumentException(
          "--load needs the drill flap, or one of its own: breakwater drill flap --load 5000");
    }
    settings
        .notWithLoad()
        .ifPresent(
            option -> {
              throw new IllegalArgumentException(
                  option + " is for the drill flap on pods, without --load");
            });
    LoadSettings.check(settings.arms);
  }

  private List<DrillRun> runs(Path root) {
    if (load.load.isPresent()) {
      LoadOptions options =
          load.options(DeliveryKind.FLAP, settings.arms, settings.outage, settings.limit, root);
      return List.of(DeliveryCommand.run(DeliveryKind.FLAP, options));
    }
    List<DrillKind> kinds = drill.map(List::of).orElseGet(() -> List.of(DrillKind.values()));
    return kinds.stream()
        .map(kind -> run(kind, drill.isPresent() ? root : root.resolve(kind.toString())))
        .toList();
  }

  private DrillRun run(DrillKind kind, Path folder) {
    DrillOptions options = settings.of(kind, folder);
    return new DrillRun(
        kind.drill(options),
        "%s: broker down for %s under %d pods"
            .formatted(kind, DurationText.format(options.outage()), options.replicas()),
        folder,
        kind.watched(options.replicas()));
  }
}
