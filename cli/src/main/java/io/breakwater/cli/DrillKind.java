package io.breakwater.cli;

import io.breakwater.lab.drill.ColdStartDrill;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillOptions;
import io.breakwater.lab.drill.FlapDrill;
import io.breakwater.lab.drill.ServicePrograms;
import io.breakwater.lab.hazards.HazardsDrill;
import io.breakwater.lab.services.ServicesKind;
import io.breakwater.lab.storm.StormDrill;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The drills on services, each with what it does where nothing else is asked for; in the tour's
 * order.
 */
enum DrillKind {
  COLD_START(
      ColdStartDrill.NAME,
      ServicesKind.COLD_START,
      ColdStartDrill::new,
      List.of("fail-fast", "retry-within-budget"),
      Duration.ofSeconds(20),
      Duration.ofSeconds(120),
      Duration.ofSeconds(5)),
  FLAP(
      FlapDrill.NAME,
      ServicesKind.FLAP,
      FlapDrill::new,
      List.of("jnats", "spread"),
      Duration.ofSeconds(3),
      Duration.ofSeconds(60),
      Duration.ofMillis(5));

  private final String text;

  private final ServicesKind onServices;

  // Only constructor references are ever put here.
  @SuppressWarnings("ImmutableEnumChecker")
  private final BiFunction<DrillOptions, ServicePrograms, Drill> constructor;

  // An unmodifiable list of texts.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> arms;

  private final Duration outage;
  private final Duration limit;
  private final Duration publishInterval;

  DrillKind(
      String text,
      ServicesKind onServices,
      BiFunction<DrillOptions, ServicePrograms, Drill> constructor,
      List<String> arms,
      Duration outage,
      Duration limit,
      Duration publishInterval) {
    this.text = text;
    this.onServices = onServices;
    this.constructor = constructor;
    this.arms = arms;
    this.outage = outage;
    this.limit = limit;
    this.publishInterval = publishInterval;
  }

  static DrillKind of(String text) {
    Stream<String> others =
        Stream.of(
                Stream.of(StormDrill.NAME, HazardsDrill.NAME),
                Stream.of(ClusterKind.values()).map(ClusterKind::toString),
                Stream.of(DeliveryKind.values())
                    .filter(kind -> kind != DeliveryKind.FLAP)
                    .map(DeliveryKind::toString),
                Stream.of(ServicesKind.values())
                    .filter(kind -> !kind.shared())
                    .map(ServicesKind::text))
            .flatMap(names -> names);
    return Choice.of(values(), DrillKind::toString, text, others.toArray(String[]::new));
  }

  /** Returns the drill of that name on running services. */
  ServicesKind onServices() {
    return onServices;
  }

  List<String> arms() {
    return arms;
  }

  Duration outage() {
    return outage;
  }

  Duration limit() {
    return limit;
  }

  Duration publishInterval() {
    return publishInterval;
  }

  /**
   * Returns the drill.
   *
   * @throws IllegalArgumentException if the options cannot be; the message is one line
   */
  Drill drill(DrillOptions options) {
    return constructor.apply(options, Service.programs());
  }

  /** Returns the pods to watch: only where they restart is a watch of them worth its lines. */
  List<String> watched(int replicas) {
    if (this != COLD_START) {
      return List.of();
    }
    int ofEach = (replicas + Service.DRILLED.size() - 1) / Service.DRILLED.size();
    return Service.DRILLED.stream().map(service -> service + "-" + ofEach).toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
