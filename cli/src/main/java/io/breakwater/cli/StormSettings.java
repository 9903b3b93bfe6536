package io.breakwater.cli;

import io.breakwater.lab.calibrate.CalibrateOptions;
import io.breakwater.lab.storm.StormArm;
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
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make up a storm. */
final class StormSettings {
  private static final int REPLICAS = 150;
  private static final Duration OUTAGE = Duration.ofSeconds(3);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--arm",
      paramLabel = "NAME|FILE",
      description = {
        "a policy under test; repeatable: the first is the baseline, the last the candidate. "
            + "A policy file, or one of",
        "fixed, jitter, full-jitter, decorrelated, spread",
        "spread-hash: told N and C, but no rank; spread-alone: told nothing",
        "spread-auto: told nothing, spread-rate: told C; both ask the broker (--clients bus)",
        "spread-n-times-4, spread-n-over-4, spread-c-times-4, spread-c-over-4: told wrongly",
        "with KIND: before it for other clients than the usual: jnats:jitter, bus:spread",
        "(jitter, full-jitter, spread; with --clients jnats: jitter)"
      })
  List<String> arms = new ArrayList<>();

  @Option(names = "--replicas", paramLabel = "N", description = "connections (150)")
  int replicas = REPLICAS;

  @Mixin BrokerOptions broker;

  @Option(
      names = "--clients",
      paramLabel = "KIND",
      description =
          "light: bare sockets that speak the protocol; jnats: plain jnats, for the arms fixed and"
              + " jitter; bus: Breakwater's; of all arms that do not say (light)")
  StormClients clients = StormClients.LIGHT;

  @Option(names = "--outage", paramLabel = "D", description = "how long the broker is down (3s)")
  Duration outage = OUTAGE;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "of one attempt, in every arm (10s; jnats and nats.go have 2s)")
  Duration connectTimeout = CONNECT_TIMEOUT;

  @Option(
      names = "--limit",
      paramLabel = "D",
      description = "how long an arm may take to come back (four times N/C, at least 1m)")
  Optional<Duration> limit = Optional.empty();

  @Option(
      names = "--broker-config",
      paramLabel = "LINE",
      description = "a line for the broker, such as \"max_connections: 100\"; repeatable")
  List<String> brokerLines = new ArrayList<>();

  @Option(
      names = "--round",
      paramLabel = "D",
      description = "C is measured in a ramp and five more rounds of this length (2s)")
  Duration round = CalibrateOptions.DEFAULTS.round();

  @Option(
      names = "--broker-cores",
      paramLabel = "K",
      description =
          "give each broker K processors of its own, and the clients the others; Linux (they"
              + " share all)")
  Optional<Integer> brokerCores = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the light clients' random numbers, in every arm (another in each run)")
  Optional<Long> seed = Optional.empty();

  /**
   * Checks what needs no look into a file.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message is one line
   */
  void check() {
    broker.check();
    for (String arm : arms) {
      if (!Files.exists(Path.of(arm))) {
        try {
          var unused = StormArm.of(arm, clients);
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
  StormOptions options() {
    return new StormOptions(
        arms(),
        replicas,
        broker.security(),
        outage,
        limit.orElse(null),
        connectTimeout,
        brokerLines,
        CalibrateOptions.DEFAULTS.withRounds(CalibrateOptions.DEFAULTS.rounds(), round),
        brokerCores.map(OptionalInt::of).orElse(OptionalInt.empty()),
        seed.orElseGet(StormOptions::freshSeed),
        command());
  }

  private List<StormArm> arms() {
    List<String> names = arms;
    if (arms.isEmpty()) {
      names =
          clients == StormClients.JNATS
              ? List.of("jitter")
              : List.of("jitter", "full-jitter", "spread");
    }
    return names.stream().map(name -> StormArm.of(name, clients)).toList();
  }

  /** Returns what the drill is going to do, in one line. */
  String opening() {
    return "storm: broker down for %s under %d %s clients, %s, connect timeout %s"
        .formatted(
            DurationText.format(outage),
            replicas,
            arms().stream()
                .map(arm -> arm.clients().text())
                .distinct()
                .collect(Collectors.joining(" and ")),
            broker.text(),
            DurationText.format(connectTimeout));
  }

  /** Returns the command line that repeats the run, without what is the default anyway. */
  private String command() {
    List<String> words = new ArrayList<>(List.of("./breakwater", "drill", "storm"));
    add(words, "--replicas", replicas == REPLICAS ? "" : Integer.toString(replicas));
    words.addAll(broker.words());
    add(words, "--broker-cores", brokerCores.map(Object::toString).orElse(""));
    add(words, "--clients", clients == StormClients.LIGHT ? "" : clients.text());
    add(words, "--connect-timeout", unless(CONNECT_TIMEOUT, connectTimeout));
    add(words, "--outage", unless(OUTAGE, outage));
    arms.forEach(arm -> add(words, "--arm", arm));
    add(words, "--limit", limit.map(DurationText::format).orElse(""));
    brokerLines.forEach(line -> add(words, "--broker-config", line));
    add(words, "--seed", seed.map(Object::toString).orElse(""));
    add(words, "--round", unless(CalibrateOptions.DEFAULTS.round(), round));
    return String.join(" ", words);
  }

  private static String unless(Duration usual, Duration value) {
    return value.equals(usual) ? "" : DurationText.format(value);
  }

  private static void add(List<String> words, String option, String value) {
    if (!value.isEmpty()) {
      words.addAll(List.of(option, ShellWord.of(value)));
    }
  }
}
