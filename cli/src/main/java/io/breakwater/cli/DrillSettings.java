package io.breakwater.cli;

import io.breakwater.lab.drill.ArmSpec;
import io.breakwater.lab.drill.DrillOptions;
import io.breakwater.policy.DurationText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that make up a drill. What is not given is the drill's own default. */
final class DrillSettings {
  /** Each is a JVM: beyond this a number is a typing error. */
  private static final int MOST_PODS = 1_000;

  @Option(
      names = "--arm",
      paramLabel = "NAME|FILE",
      description = {
        "a policy under test; repeatable: the first is the baseline, the last the candidate. "
            + "A policy file, or one of",
        "jnats: plain jnats, as most services have it",
        "fail-fast, retry-within-budget, retry-forever",
        "fixed, jitter, full-jitter, decorrelated, spread",
        "(cold-start: fail-fast and retry-within-budget; flap: jnats and spread)"
      })
  List<String> arms = new ArrayList<>();

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "pods, over three services; at least 3 (9)")
  int replicas = 9;

  @Option(
      names = "--outage",
      paramLabel = "D",
      description = "how long the broker is down (cold-start: 20s, flap: 3s, with --load: 500ms)")
  Optional<Duration> outage;

  @Option(
      names = "--limit",
      paramLabel = "D",
      description = "how long an arm may take to come back (cold-start: 2m, flap: 1m)")
  Optional<Duration> limit;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "of one attempt, in every arm (the policy's, 10s; jnats: 2s)")
  Optional<Duration> connectTimeout;

  @Option(
      names = "--publish-interval",
      paramLabel = "D",
      description = "between two publishes of a pod (cold-start: 5s, flap: 5ms)")
  Optional<Duration> publishInterval;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "the broker's port on 127.0.0.1 (a free one)")
  Optional<Integer> port;

  /** Returns an option that was given and that only a named drill takes. */
  Optional<String> needingDrill() {
    return Stream.of(
            arms.isEmpty() ? "" : "--arm",
            outage.map(it -> "--outage").orElse(""),
            limit.map(it -> "--limit").orElse(""),
            publishInterval.map(it -> "--publish-interval").orElse(""))
        .filter(option -> !option.isEmpty())
        .findFirst();
  }

  /** Returns an option that was given and that has no meaning where messages are counted. */
  Optional<String> notWithLoad() {
    return Stream.of(
            replicas == 9 ? "" : "--replicas",
            connectTimeout.map(it -> "--connect-timeout").orElse(""),
            publishInterval.map(it -> "--publish-interval").orElse(""),
            port.map(it -> "--port").orElse(""))
        .filter(option -> !option.isEmpty())
        .findFirst();
  }

  /**
   * Checks what needs no look into a file.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message is one line
   */
  void check() {
    int services = Service.DRILLED.size();
    if (replicas < services) {
      throw new IllegalArgumentException(
          "--replicas: expected at least %d, one for each service, got %d"
              .formatted(services, replicas));
    }
    if (replicas > MOST_PODS) {
      throw new IllegalArgumentException(
          "--replicas: expected at most %d pods on one machine, got %d; drill storm takes more"
              .formatted(MOST_PODS, replicas));
    }
    for (String arm : arms) {
      if (!ArmSpec.names().contains(arm) && !Files.exists(Path.of(arm))) {
        throw new IllegalArgumentException(
            "--arm %s: expected a policy file or one of %s"
                .formatted(arm, String.join(", ", ArmSpec.names())));
      }
    }
    port.filter(it -> it < 1 || it > 65_535)
        .ifPresent(
            it -> {
              throw new IllegalArgumentException("--port: expected 1 to 65535, got " + it);
            });
  }

  /**
   * Returns the options of a drill.
   *
   * @throws IllegalArgumentException if they contradict each other; the message is one line
   * @throws io.breakwater.policy.PolicyException if an arm is none, or its policy file is wrong
   */
  DrillOptions of(DrillKind kind, Path folder) {
    List<String> names = arms.isEmpty() ? kind.arms() : arms;
    return new DrillOptions(
        names.stream().map(ArmSpec::of).toList(),
        replicas,
        outage.orElse(kind.outage()),
        limit.orElse(kind.limit()),
        connectTimeout,
        publishInterval.orElse(kind.publishInterval()),
        port.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        folder,
        command(kind));
  }

  /** Returns the command line that repeats the run, without what is the default anyway. */
  private String command(DrillKind kind) {
    List<String> words = new ArrayList<>(List.of("./breakwater", "drill", kind.toString()));
    arms.forEach(arm -> words.addAll(List.of("--arm", ShellWord.of(arm))));
    if (replicas != 9) {
      words.addAll(List.of("--replicas", Integer.toString(replicas)));
    }
    add(words, "--outage", outage.map(DurationText::format));
    add(words, "--limit", limit.map(DurationText::format));
    add(words, "--connect-timeout", connectTimeout.map(DurationText::format));
    add(words, "--publish-interval", publishInterval.map(DurationText::format));
    add(words, "--port", port.map(Object::toString));
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, Optional<String> value) {
    value.ifPresent(text -> words.addAll(List.of(option, text)));
  }
}
