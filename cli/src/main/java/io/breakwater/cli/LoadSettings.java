package io.breakwater.cli;

import io.breakwater.lab.delivery.Level;
import io.breakwater.lab.delivery.LoadArm;
import io.breakwater.lab.delivery.LoadOptions;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of a load of messages, in the drills that are about what becomes of them. */
final class LoadSettings {
  @Option(
      names = "--load",
      paramLabel = "N",
      description =
          "messages per second, over all publishers (5000; publisher-kill: 1000; data-loss: 200);"
              + " makes of flap the drill on messages")
  Optional<Integer> load;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "with --load: publish, core NATS, plain jnats's publish; outbox, JetStream, plain"
              + " jnats's publishAsync (outbox)")
  Optional<Level> level;

  @Option(
      names = {"--flaps", "--kills"},
      paramLabel = "N",
      description = "with --load: how often something is killed (flap: 20; publisher-kill: 10)")
  Optional<Integer> faults;

  @Option(
      names = "--publishers",
      paramLabel = "N",
      description = "with --load: connections that publish (flap: 3)")
  Optional<Integer> publishers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "with --load: of the moments of the kills (1)")
  Optional<Long> seed;

  /** Returns an option that was given and that needs a load. */
  Optional<String> needingLoad() {
    return Stream.of(
            level.map(it -> "--level").orElse(""),
            faults.map(it -> "--flaps").orElse(""),
            publishers.map(it -> "--publishers").orElse(""),
            seed.map(it -> "--seed").orElse(""))
        .filter(option -> !option.isEmpty())
        .findFirst();
  }

  /**
   * Checks the names of arms that are no files.
   *
   * @throws IllegalArgumentException if one is neither; the message is one line
   */
  static void check(List<String> arms) {
    for (String arm : arms) {
      if (!LoadArm.names().contains(arm) && !Files.exists(Path.of(arm))) {
        throw new IllegalArgumentException(
            "--arm %s: expected a policy file or one of %s"
                .formatted(arm, String.join(", ", LoadArm.names())));
      }
    }
  }

  /**
   * Returns the options of a drill.
   *
   * @throws IllegalArgumentException if they are out of range; the message is one line
   * @throws PolicyException if an arm's policy file is wrong
   */
  LoadOptions options(
      DeliveryKind kind,
      List<String> arms,
      Optional<Duration> outage,
      Optional<Duration> limit,
      Path folder) {
    within("--load", load, LoadOptions.MOST_PER_SECOND);
    within("--publishers", publishers, LoadOptions.MOST_PUBLISHERS);
    within(faultsOption(kind), faults, LoadOptions.MOST_FAULTS);
    return new LoadOptions(
        (arms.isEmpty() ? kind.arms() : arms).stream().map(LoadArm::of).toList(),
        level.orElse(Level.OUTBOX),
        load.orElse(kind.load()),
        publishers.orElse(kind.publishers()),
        faults.orElse(kind.faults()),
        outage.orElse(kind.outage()),
        limit.orElse(kind.limit()),
        seed.orElse(1L),
        folder,
        command(kind, arms, outage, limit));
  }

  private static String faultsOption(DeliveryKind kind) {
    return kind == DeliveryKind.FLAP ? "--flaps" : "--kills";
  }

  private static void within(String option, Optional<Integer> given, int most) {
    given
        .filter(value -> value < 1 || value > most)
        .ifPresent(
            value -> {
              throw new IllegalArgumentException(
                  "%s: expected 1 to %,d, got %d".formatted(option, most, value));
            });
  }

  /** Returns the command line that repeats the run, without what is the default anyway. */
  private String command(
      DeliveryKind kind, List<String> arms, Optional<Duration> outage, Optional<Duration> limit) {
    List<String> words = new ArrayList<>(List.of("./breakwater", "drill", kind.toString()));
    add(words, "--load", load.map(Object::toString));
    add(words, "--level", level.map(Level::text));
    add(words, faultsOption(kind), faults.map(Object::toString));
    add(words, "--publishers", publishers.map(Object::toString));
    add(words, "--seed", seed.map(Object::toString));
    arms.forEach(arm -> words.addAll(List.of("--arm", ShellWord.of(arm))));
    add(words, "--outage", outage.map(DurationText::format));
    add(words, "--limit", limit.map(DurationText::format));
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, Optional<String> value) {
    value.ifPresent(text -> words.addAll(List.of(option, text)));
  }
}
