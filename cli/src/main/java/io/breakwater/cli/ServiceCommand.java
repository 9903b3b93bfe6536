package io.breakwater.cli;

import io.breakwater.policy.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Runs a service program in this process. */
@Command(
    name = "service",
    description = "Run a service of the control plane in this process.",
    sortOptions = false,
    customSynopsis = "breakwater service gateway|scheduler|workflow-engine|worker [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "The service connects as its policy says, answers /startupz, /readyz and /livez,"
          + " sends heartbeats on sys.heartbeat, and stops in order on SIGTERM. It logs to"
          + " stderr. The broker needs JetStream.",
      "",
      "Each service has options of its own, see docs/control-plane.md:",
      "  all         --replicas N   servers that keep a copy of each stream (1)",
      "              --metrics HOST:PORT   serve /metrics there, for Prometheus",
      "  gateway     --http HOST:PORT  --api-keys FILE  and limits, see docs/gateway.md",
      "  scheduler   --pools TOPIC=POOL,...",
      "  worker      --topics echo,sleep,fail,http  --slots N (4)  --pool NAME",
      "              --labels KEY=VALUE,...  --drain D (10s)",
      "",
      "Examples:",
      "  breakwater service scheduler --policy breakwater.yaml",
      "  breakwater service worker --policy breakwater.yaml --topics echo,sleep \\",
      "      --slots 8",
      "  BREAKWATER_SERVICE=gateway BREAKWATER_NATS_SERVERS=nats://localhost \\",
      "      breakwater service gateway --http 127.0.0.1:8080 --api-keys keys",
      "",
      "Exit codes: 1 the bus could not start (the log says why), 2 wrong usage or"
          + " policy, 143 stopped by SIGTERM, 130 by Ctrl-C."
    })
final class ServiceCommand implements Callable<Integer> {
  @Mixin HelpOption help;

  @Parameters(paramLabel = "SERVICE", description = "gateway, scheduler, workflow-engine or worker")
  Service service;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "the policy file (the one in BREAKWATER_POLICY, else BREAKWATER_... variables alone,"
              + " see docs/policy-file.md)")
  Optional<Path> policy;

  @Option(
      names = "--heartbeat",
      paramLabel = "D",
      description = "time between two heartbeats, such as 500ms (5s)")
  Optional<Duration> heartbeat;

  /** What only the service knows; it refuses what it does not. */
  @Unmatched List<String> more = new ArrayList<>();

  @Override
  public Integer call() {
    Logging.lifecycle();
    List<String> arguments = new ArrayList<>();
    policy.ifPresent(file -> arguments.addAll(List.of("--policy", file.toString())));
    heartbeat.ifPresent(
        interval -> arguments.addAll(List.of("--heartbeat", DurationText.format(interval))));
    arguments.addAll(more);
    service.run(arguments.toArray(String[]::new));
    return 0;
  }
}
