package io.breakwater.planner.plan;

import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.SurveyPace;
import java.time.Duration;
import java.util.Optional;

/**
 * A way to come back.
 *
 * @param arm the schedule, and what the replicas know of the fleet
 * @param connectTimeout of one attempt
 */
public record Setting(FleetArm arm, Duration connectTimeout) {

  /** Returns the setting in which N and C are told, and the rank is what the client makes of it. */
  static Setting of(ReconnectSettings reconnect, Duration connectTimeout, int replicas) {
    return of(
        reconnect,
        connectTimeout,
        replicas <= SurveyPace.LARGEST_LIST ? FleetArm.Knowledge.RANK : FleetArm.Knowledge.COUNT);
  }

  static Setting of(
      ReconnectSettings reconnect, Duration connectTimeout, FleetArm.Knowledge knowledge) {
    return new Setting(
        new FleetArm(name(reconnect, knowledge), reconnect, knowledge, 1, 1, Optional.empty()),
        connectTimeout);
  }

  private static String name(ReconnectSettings reconnect, FleetArm.Knowledge knowledge) {
    String wait = DurationText.format(reconnect.waitTime());
    return switch (reconnect.shape()) {
      case FIXED -> "fixed " + wait;
      case JITTER -> "jitter " + wait + " + 0 to " + DurationText.format(reconnect.jitter());
      case FULL_JITTER, DECORRELATED ->
          "%s %s to %s"
              .formatted(reconnect.shape().text(), wait, DurationText.format(reconnect.cap()));
      case SPREAD ->
          (knowledge == FleetArm.Knowledge.RANK ? "spread, wait " : "spread by hash, wait ") + wait;
    };
  }

  /** Returns what it is, for a person. */
  public String name() {
    return arm.name();
  }

  /** Returns the same with another connect timeout. */
  Setting withConnectTimeout(Duration other) {
    return new Setting(arm, other);
  }
}
