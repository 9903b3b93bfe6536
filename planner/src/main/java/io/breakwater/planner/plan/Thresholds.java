package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.DurationText;
import java.time.Duration;

/**
 * From when on a person should stop: what the simulator expects, and room for what it leaves out.
 */
final class Thresholds {
  /** The simulator is within 15 % of real storms; the rest is the machine's own mood. */
  private static final double ROOM = 1.25;

  /** A stateful set's pod that is scheduled, pulled and ready again. */
  private static final Duration BROKER_READY = Duration.ofSeconds(60);

  /** Until a readiness probe has seen it, and whoever looks at pods has. */
  private static final double PROBE_SECONDS = 5;

  private final Plan plan;

  Thresholds(Plan plan) {
    this.plan = plan;
  }

  /** Returns the time after which not everybody being back is too late. */
  String recovery() {
    return whole(ROOM * plan.recommended().forecast().t100().high());
  }

  /** Returns the same for 99 %. */
  String t99() {
    return whole(ROOM * plan.recommended().forecast().t99().high());
  }

  /** Returns the same for pods that are to be ready, once the broker listens. */
  String ready() {
    return whole(ROOM * slotsSeconds() + PROBE_SECONDS);
  }

  /** Returns the same for a whole rollout: the startup window, and the broker's own way back. */
  String rollout() {
    Duration longest =
        plan.starts().stream()
            .map(it -> it.probes().startup().window())
            .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    return DurationText.format(Duration.ofSeconds(longest.plus(BROKER_READY).toSeconds()));
  }

  /** Returns the attempts per second that are more than the schedule yields. */
  String peak() {
    return PlanText.count(Math.ceil(ROOM * plan.recommended().burst().largestPerSecond()));
  }

  /** Returns the attempts at a busy broker that are more than an accident: one in twenty. */
  String overloaded() {
    return PlanText.count(
        Math.ceil(
            plan.recommended().forecast().overloaded().high() + plan.facts().replicas() / 20.0));
  }

  /** One server per slot: while its others are not back, a replica may need as many periods. */
  private double slotsSeconds() {
    return plan.facts().serverCount()
        * plan.starts().stream()
            .mapToDouble(it -> it.policy().schedule().period().toNanos() / 1e9)
            .max()
            .orElse(0);
  }

  private static String whole(double seconds) {
    return Double.isInfinite(seconds) ? "never" : Shown.seconds(Math.ceil(seconds));
  }
}
