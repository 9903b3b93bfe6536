package io.breakwater.cli;

import io.breakwater.lab.calibrate.CalibrateOptions;
import io.breakwater.lab.cluster.ClusterArms;
import io.breakwater.lab.cluster.ClusterOptions;
import io.breakwater.lab.cluster.Disruption;
import io.breakwater.lab.cluster.Partition;
import io.breakwater.lab.storm.StormClients;
import io.breakwater.lab.storm.StormOptions;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make up a drill on a tier. What is not given is the drill's own default. */
final class ClusterSettings {
  private static final int REPLICAS = 30;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--arm",
      paramLabel = "NAME|FILE",
      description = {
        "a policy under test; repeatable: the first is the baseline, the last the candidate. "
            + "A policy file, one of the arms of drill storm, or",
        "jnats: plain jnats, wait 2s and jitter 500ms, whatever --clients says",
        "fast-lane: as spread, but the first attempt after a drop is made at once; for"
            + " --clients light",
        "(jnats, spread; with --clients light: jitter, spread; jnats: jitter)"
      })
  List<String> arms = new ArrayList<>();

  @Option(names = "--replicas", paramLabel = "N", description = "connections (30)")
  int replicas = REPLICAS;

  @Option(
      names = "--servers",
      paramLabel = "N",
      description =
          "how many form the tier (3; partition: 1); rolling-restart, node-loss and lame-duck"
              + " need two")
  Optional<Integer> servers;

  @Option(
      names = "--fault",
      paramLabel = "KIND",
      description =
          "partition only: reset, all connections at once and each new one; swallow, everything"
              + " without a word; delay, half a second each way (reset)")
  Optional<Partition.Kind> fault;

  @Mixin BrokerOptions broker;

  @Option(
      names = "--clients",
      paramLabel = "KIND",
      description =
          "bus: Breakwater's; jnats: plain jnats, for the arms fixed and jitter; light: bare"
              + " sockets that speak the protocol, for many (bus)")
  StormClients clients = StormClients.BUS;

  @Option(
      names = "--outage",
      paramLabel = "D",
      description =
          "how long it lasts (rolling-restart: 2s for each server; node-loss, slow-auth: 3s;"
              + " lame-duck: 30s; stall: 90s; partition: 5s)")
  Optional<Duration> outage;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "of one attempt, in every arm (10s)")
  Duration connectTimeout = CONNECT_TIMEOUT;

  @Option(
      names = "--limit",
      paramLabel = "D",
      description = "how long an arm may take to come back (1m; slow-auth: 2m)")
  Optional<Duration> limit;

  @Option(
      names = "--broker-config",
      paramLabel = "LINE",
      description = "a line for each server, such as \"max_connections: 100\"; repeatable")
  List<String> brokerLines = new ArrayList<>();

  @Option(
      names = "--round",
      paramLabel = "D",
      description = "C is measured in a ramp and five more rounds of this length (2s)")
  Duration round = CalibrateOptions.DEFAULTS.round();

  /**
   * Checks what needs no look into a file.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message is one line
   */
  void check(ClusterKind kind) {
    broker.check();
    if (fault.isPresent() && kind != ClusterKind.PARTITION) {
      throw new IllegalArgumentException("--fault is for the drill partition");
    }
    for (String arm : arms) {
      if (!Files.exists(Path.of(arm))) {
        try {
          var unused = ClusterArms.of(arm, clients);
        } catch (PolicyException e) {
          throw new IllegalArgumentException(e.getMessage(), e);
        }
      }
    }
  }

  /**
   * Returns the options.
   *
   * @throws IllegalArgumentException if they are out of range; the message is one line
   * @throws PolicyException if an arm's policy file is wrong
   */
  ClusterOptions options(ClusterKind kind) {
    Disruption disruption = disruption(kind);
    StormOptions storm =
        new StormOptions(
            armNames().stream()
                .map(name -> disruption.prepared(ClusterArms.of(name, clients)))
                .toList(),
            replicas,
            broker.security(kind.bcryptCost()),
            outage(kind),
            limit.orElse(kind.limit()),
            connectTimeout,
            brokerLines,
            CalibrateOptions.DEFAULTS.withRounds(CalibrateOptions.DEFAULTS.rounds(), round),
            OptionalInt.empty(),
            StormOptions.freshSeed(),
            command(kind));
    return new ClusterOptions(disruption, servers(kind), storm);
  }

  private List<String> armNames() {
    if (!arms.isEmpty()) {
      return arms;
    }
    return switch (clients) {
      case BUS -> List.of(ClusterArms.JNATS, "spread");
      case LIGHT, FAST_LANE -> List.of("jitter", "spread");
      case JNATS -> List.of("jitter");
    };
  }

  private Disruption disruption(ClusterKind kind) {
    return fault.<Disruption>map(Partition::new).orElse(kind.disruption());
  }

  private Duration outage(ClusterKind kind) {
    return outage.orElse(kind.outage());
  }

  private int servers(ClusterKind kind) {
    return servers.orElse(kind.servers());
  }

  /** Returns what the drill is going to do, in one line. */
  String opening(ClusterKind kind) {
    return "%s: %s, under %d connections, %s, connect timeout %s"
        .formatted(
            kind,
            disruption(kind).text(servers(kind), outage(kind)),
            replicas,
            broker.text(kind.bcryptCost()),
            DurationText.format(connectTimeout));
  }

  /** Returns the command line that repeats the run, without what is the default anyway. */
  private String command(ClusterKind kind) {
    List<String> words = new ArrayList<>(List.of("./breakwater", "drill", kind.toString()));
    add(words, "--replicas", replicas == REPLICAS ? "" : Integer.toString(replicas));
    add(words, "--servers", servers.map(Object::toString).orElse(""));
    add(words, "--fault", fault.map(Partition.Kind::text).orElse(""));
    words.addAll(broker.words());
    add(words, "--clients", clients == StormClients.BUS ? "" : clients.text());
    add(words, "--outage", outage.map(DurationText::format).orElse(""));
    add(
        words,
        "--connect-timeout",
        connectTimeout.equals(CONNECT_TIMEOUT) ? "" : DurationText.format(connectTimeout));
    arms.forEach(arm -> add(words, "--arm", arm));
    add(words, "--limit", limit.map(DurationText::format).orElse(""));
    brokerLines.forEach(line -> add(words, "--broker-config", line));
    add(
        words,
        "--round",
        round.equals(CalibrateOptions.DEFAULTS.round()) ? "" : DurationText.format(round));
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, String value) {
    if (!value.isEmpty()) {
      words.addAll(List.of(option, ShellWord.of(value)));
    }
  }
}
