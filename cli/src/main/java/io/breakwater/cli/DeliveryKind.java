package io.breakwater.cli;

import io.breakwater.lab.delivery.BurstDrill;
import io.breakwater.lab.delivery.DataLossDrill;
import io.breakwater.lab.delivery.FlapLoadDrill;
import io.breakwater.lab.delivery.LoadOptions;
import io.breakwater.lab.delivery.PublisherKillDrill;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.FlapDrill;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The drills on messages, each with what it does where nothing else is asked for. */
enum DeliveryKind {
  FLAP(
      FlapDrill.NAME,
      FlapLoadDrill::new,
      5_000,
      3,
      20,
      Duration.ofMillis(500),
      "The broker is killed at random moments under load, again and again."),
  BURST(
      BurstDrill.NAME,
      BurstDrill::new,
      5_000,
      1,
      1,
      Duration.ofSeconds(30),
      "The broker is away for long under load; what comes after is a drain, not a second storm."),
  PUBLISHER_KILL(
      PublisherKillDrill.NAME,
      PublisherKillDrill::new,
      1_000,
      1,
      10,
      Duration.ofSeconds(1),
      "The publishing process is killed at random moments, with its outbox on disk."),
  DATA_LOSS(
      DataLossDrill.NAME,
      DataLossDrill::new,
      200,
      1,
      1,
      Duration.ofSeconds(1),
      "The only broker comes back with an empty store; then one of three does.");

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final String text;

  // Only constructor references are ever put here.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<LoadOptions, Drill> constructor;

  private final int load;
  private final int publishers;
  private final int faults;
  private final Duration outage;
  private final String description;

  DeliveryKind(
      String text,
      Function<LoadOptions, Drill> constructor,
      int load,
      int publishers,
      int faults,
      Duration outage,
      String description) {
    this.text = text;
    this.constructor = constructor;
    this.load = load;
    this.publishers = publishers;
    this.faults = faults;
    this.outage = outage;
    this.description = description;
  }

  /** Returns the drill. */
  Drill drill(LoadOptions options) {
    return constructor.apply(options);
  }

  /** Returns what the drill is going to do, in one line. */
  String opening(LoadOptions options) {
    return switch (this) {
      case FLAP, BURST ->
          "%s: broker killed %d x, down for %s, under %,d messages/s, level %s"
              .formatted(
                  text,
                  options.faults(),
                  DurationText.format(options.outage()),
                  options.perSecond(),
                  options.level().text());
      case PUBLISHER_KILL ->
          "%s: %d kills of the publishing process at %,d messages/s"
              .formatted(text, options.faults(), options.perSecond());
      case DATA_LOSS ->
          "%s: a broker comes back without its data under %,d messages/s"
              .formatted(text, options.perSecond());
    };
  }

  /** Returns the arms where none are named. */
  List<String> arms() {
    return List.of("jnats", "spread");
  }

  int load() {
    return load;
  }

  int publishers() {
    return publishers;
  }

  int faults() {
    return faults;
  }

  Duration outage() {
    return outage;
  }

  Duration limit() {
    return LIMIT;
  }

  String description() {
    return description;
  }

  @Override
  public String toString() {
    return text;
  }
}
