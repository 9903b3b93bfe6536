package io.breakwater.cli;

import io.breakwater.lab.storm.StormOptions;
import io.breakwater.planner.facts.Measurement;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.PolicyException;
import io.breakwater.simulator.ClientModel;
import io.breakwater.simulator.RateSpread;
import io.breakwater.simulator.Scenario;
import io.breakwater.simulator.StormModel;
import io.breakwater.simulator.TierModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make up a simulation: those of a storm, and those that no real broker has. */
final class SimulateSettings {
  private static final int REPLICAS = 150;
  private static final Duration OUTAGE = Duration.ofSeconds(3);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long SEED = 1;
  private static final int MOST_RUNS = 100_000;

  @Option(
      names = "--arm",
      paramLabel = "NAME|FILE",
      description = {
        "a policy under test; repeatable: the first is the baseline, the last the candidate. "
            + "A policy file, or one of",
        "fixed, jitter, full-jitter, decorrelated, spread",
        "spread-hash: told N and C, but no rank; spread-alone: told nothing",
        "spread-n-times-4, spread-n-over-4, spread-c-times-4, spread-c-over-4: told wrongly",
        "(jitter, full-jitter, spread)"
      })
  List<String> arms = new ArrayList<>();

  @Option(names = "--replicas", paramLabel = "N", description = "connections (150)")
  int replicas = REPLICAS;

  @Mixin SimulateTier tier;

  @Option(
      names = "--told-rate",
      paramLabel = "C",
      description = "what the replicas take C of all servers for (what it is)")
  Optional<Double> toldRate;

  @Option(names = "--outage", paramLabel = "D", description = "how long servers are down (3s)")
  Duration outage = OUTAGE;

  @Option(
      names = "--fault",
      paramLabel = "WHAT",
      description =
          "killed: the process; vanished: the host; lame-duck: let go over 2m, then killed"
              + " (killed)")
  SimulatedFault fault = SimulatedFault.KILLED;

  @Option(names = "--lose", paramLabel = "K", description = "how many servers it hits (all)")
  Optional<Integer> lose;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "of one attempt, in every arm (10s; jnats and nats.go have 2s)")
  Duration connectTimeout = CONNECT_TIMEOUT;

  @Option(
      names = "--limit",
      paramLabel = "D",
      description = "how long an arm may take to come back (four times N/C, at least 1m)")
  Optional<Duration> limit;

  @Option(
      names = "--clock-skew",
      paramLabel = "D",
      description = "clocks differ from the true one by up to this (0)")
  Duration clockSkew = Duration.ZERO;

  @Option(
      names = "--detection",
      paramLabel = "D",
      description = "a lost connection is noticed within this (0)")
  Duration detection = Duration.ZERO;

  @Option(
      names = "--dial-demand",
      paramLabel = "D",
      description =
          "all replicas of a fleet live on one processor, as in a drill: what a dial, or a loss,"
              + " costs it (0)")
  Duration dialDemand = Duration.ZERO;

  @Option(
      names = "--handshake-demand",
      paramLabel = "D",
      description = "and what the rest of a handshake costs it (0)")
  Duration handshakeDemand = Duration.ZERO;

  @Option(
      names = "--beside",
      paramLabel = "ARM:N",
      description = "another fleet on the same servers, in every arm, such as jitter:500")
  Optional<String> beside;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "run each arm under so many seeds, with C as far apart as it was measured, and say what"
              + " chance does to it (1)")
  int runs = 1;

  @Option(names = "--seed", paramLabel = "S", description = "of all chance (1)")
  long seed = SEED;

  /**
   * Checks what needs no look into a file.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message is one line
   */
  void check() {
    tier.check();
    arms.forEach(SimulateSettings::requireArm);
    beside.ifPresent(text -> requireArm(besideArm(text)));
    beside.ifPresent(SimulateSettings::besideReplicas);
    if (replicas < 1) {
      throw new IllegalArgumentException("--replicas: expected at least 1, got " + replicas);
    }
    if (runs < 1 || runs > MOST_RUNS) {
      throw new IllegalArgumentException(
          "--runs: expected 1 to %,d, got %d".formatted(MOST_RUNS, runs));
    }
    toldRate.ifPresent(
        rate -> {
          if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--told-rate: expected more than zero, got " + rate);
          }
        });
    int lost = lose.orElse(tier.servers);
    if (lost < 1 || lost > tier.servers) {
      throw new IllegalArgumentException(
          "--lose: expected 1 to %d, the number of servers, got %d".formatted(tier.servers, lost));
    }
  }

  private static void requireArm(String arm) {
    if (FleetArm.named(arm).isEmpty() && !Files.exists(Path.of(arm))) {
      throw new IllegalArgumentException(
          "--arm %s: expected a policy file or one of %s"
              .formatted(arm, String.join(", ", toldAll())));
    }
  }

  /** There is no broker that the others could ask. */
  private static List<String> toldAll() {
    return FleetArm.names().stream()
        .filter(name -> !FleetArm.named(name).orElseThrow().asksTheBroker())
        .toList();
  }

  private static String besideArm(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "--beside %s: expected an arm and a number, such as jitter:500".formatted(text));
    }
    return text.substring(0, colon);
  }

  private static int besideReplicas(String text) {
    String number = text.substring(text.lastIndexOf(':') + 1);
    if (!number.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "--beside %s: expected at least 1 after the colon".formatted(text));
    }
    return Integer.parseInt(number);
  }

  private static FleetArm arm(String text) {
    return FleetArm.named(text).orElseGet(() -> FleetArm.ofFile(Path.of(text)));
  }

  /**
   * Returns the model.
   *
   * @throws IllegalArgumentException if options are out of range, or the calibration cannot be
   *     read; the message is one line
   * @throws PolicyException if an arm's policy file is wrong
   */
  StormModel model() {
    Optional<Measurement> measured = tier.measured();
    TierModel servers = tier.tier(measured);
    List<String> names = arms.isEmpty() ? List.of("jitter", "full-jitter", "spread") : arms;
    return new StormModel(
        names.stream().map(SimulateSettings::arm).toList(),
        replicas,
        servers,
        measured.map(Measurement::spread).orElse(RateSpread.NONE),
        toldRate.orElseGet(() -> SimulateTier.told(measured, servers)),
        scenario(servers.connectRate()),
        connectTimeout,
        new ClientModel(clockSkew, detection, dialDemand, handshakeDemand),
        beside.map(text -> new StormModel.Beside(arm(besideArm(text)), besideReplicas(text))),
        seed);
  }

  private Scenario scenario(double connectRate) {
    return new Scenario(
        IntStream.range(0, lose.orElse(tier.servers))
            .mapToObj(server -> fault.of(server, Scenario.LEAD, outage))
            .toList(),
        limit.orElseGet(() -> StormOptions.usualLimit(replicas, connectRate)));
  }

  /** Returns what is going to be simulated, in one line. */
  String opening(StormModel model) {
    return "simulate: %d of %d %s down for %s under %d replicas, C %s/s, connect timeout %s"
        .formatted(
            model.scenario().faults().size(),
            model.tier().servers(),
            model.tier().servers() == 1 ? "server" : "servers",
            DurationText.format(outage),
            replicas,
            rate(model.tier().connectRate()),
            DurationText.format(connectTimeout));
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, rate >= 100 ? "%.0f" : "%.1f", rate);
  }

  /** Returns the command line that repeats the run, without what is the default anyway. */
  String command() {
    List<String> words = new ArrayList<>(List.of("./breakwater", "simulate"));
    add(words, "--replicas", replicas == REPLICAS ? "" : Integer.toString(replicas));
    tier.words().forEach(words::add);
    add(words, "--told-rate", toldRate.map(Object::toString).orElse(""));
    add(words, "--connect-timeout", unless(CONNECT_TIMEOUT, connectTimeout));
    add(words, "--outage", unless(OUTAGE, outage));
    add(words, "--fault", fault == SimulatedFault.KILLED ? "" : fault.text());
    add(words, "--lose", lose.map(Object::toString).orElse(""));
    arms.forEach(arm -> add(words, "--arm", arm));
    add(words, "--beside", beside.orElse(""));
    add(words, "--clock-skew", unless(Duration.ZERO, clockSkew));
    add(words, "--detection", unless(Duration.ZERO, detection));
    add(words, "--dial-demand", unless(Duration.ZERO, dialDemand));
    add(words, "--handshake-demand", unless(Duration.ZERO, handshakeDemand));
    add(words, "--limit", limit.map(DurationText::format).orElse(""));
    add(words, "--runs", runs == 1 ? "" : Integer.toString(runs));
    add(words, "--seed", seed == SEED ? "" : Long.toString(seed));
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
