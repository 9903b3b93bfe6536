package io.breakwater.planner.plan;

import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The settings among which the search looks: wait and jitter on a grid, and spread. */
final class Candidates {
  /** Under half a second the imprecision of clocks and timers is more than a slot. */
  private static final List<Duration> SPREAD_WAITS =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10));

  private static final List<Duration> JITTER_WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  private static final double[] IN_BOUNDS = {0.5, 1, 2};
  private static final double[] IN_PERIODS = {1.25, 2};

  private Candidates() {}

  /**
   * Returns them, no two with the same schedule.
   *
   * @param connectTimeout of all of them
   */
  static List<Setting> of(PlanFacts facts, Duration connectTimeout) {
    List<Setting> settings = new ArrayList<>();
    spreadWaits(facts)
        .forEach(
            wait ->
                settings.add(
                    Setting.of(
                        shape(ScheduleShape.SPREAD).withWaitTime(wait),
                        connectTimeout,
                        facts.replicas())));
    Setting first = settings.get(0);
    if (first.arm().knowledge() == FleetArm.Knowledge.RANK) {
      settings.add(Setting.of(first.arm().reconnect(), connectTimeout, FleetArm.Knowledge.COUNT));
    }
    for (Duration wait : JITTER_WAITS) {
      jitters(facts)
          .forEach(
              jitter ->
                  settings.add(
                      Setting.of(
                          shape(ScheduleShape.JITTER).withWaitTime(wait).withJitter(jitter),
                          connectTimeout,
                          facts.replicas())));
    }
    return settings;
  }

  private static ReconnectSettings shape(ScheduleShape shape) {
    return ReconnectSettings.DEFAULTS.withShape(shape);
  }

  /** A wait under the period changes nothing, so the shortest stands for all of them. */
  private static Stream<Duration> spreadWaits(PlanFacts facts) {
    Duration needed = period(facts);
    return Stream.concat(
            SPREAD_WAITS.stream()
                .filter(wait -> wait.equals(SPREAD_WAITS.get(0)) || wait.compareTo(needed) > 0),
            Arrays.stream(IN_PERIODS).mapToObj(factor -> rounded(seconds(needed) * factor)))
        .filter(wait -> wait.compareTo(SPREAD_WAITS.get(0)) >= 0)
        .distinct();
  }

  private static Duration period(PlanFacts facts) {
    return new Laboratory(facts)
        .schedule(
            Setting.of(
                    shape(ScheduleShape.SPREAD).withWaitTime(Duration.ofNanos(1)),
                    Duration.ofSeconds(1),
                    facts.replicas())
                .arm())
        .period();
  }

  private static Stream<Duration> jitters(PlanFacts facts) {
    return Stream.concat(
            Stream.of(ReconnectSettings.DEFAULTS.jitter()),
            Arrays.stream(IN_BOUNDS).mapToObj(factor -> rounded(factor * facts.boundSeconds())))
        .distinct();
  }

  /** Returns a duration that looks well in a policy file: tenths of a second, or whole ones. */
  private static Duration rounded(double seconds) {
    return seconds < 10
        ? Duration.ofMillis(100 * Math.max(1, (long) Math.ceil(seconds * 10)))
        : Duration.ofSeconds((long) Math.ceil(seconds));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
