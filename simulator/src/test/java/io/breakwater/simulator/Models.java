package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetArm;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Models that several tests begin with. */
final class Models {
  /** Two cores, bcrypt at cost 11: 130 ms each. */
  static final double BCRYPT_RATE = 15;

  private Models() {}

  static FleetArm arm(String name) {
    return FleetArm.named(name).orElseThrow();
  }

  static FleetModel fleet(String name, int replicas, double told, Duration connectTimeout) {
    FleetArm arm = arm(name);
    return FleetModel.of(
        name, replicas, i -> arm.schedule(replicas, told, i, "storm-" + i, false), connectTimeout);
  }

  static TierModel tier(double connectRate) {
    return TierModel.of(BrokerModel.ofRate(2, connectRate), 1);
  }

  static Scenario outage(int seconds, int limit) {
    return Scenario.outage(1, Duration.ofSeconds(seconds), Duration.ofSeconds(limit));
  }

  static SimulatedRun run(TierModel tier, Scenario scenario, long seed, FleetModel... fleets) {
    try {
      return Simulation.run(tier, List.of(fleets), scenario, seed);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Everything that a run says, to find two of them equal. */
  static String figures(SimulatedRun run) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < run.fleets(); i++) {
      SimulatedRun.Fleet fleet = run.fleet(i);
      text.append(fleet.name()).append(' ').append(fleet.connected());
      for (int percent = 1; percent <= 100; percent++) {
        text.append(' ').append(fleet.secondsUntil(percent));
      }
      for (AttemptOutcome outcome : AttemptOutcome.values()) {
        text.append(' ').append(outcome).append(fleet.outcomes(outcome));
      }
      text.append(" attempts ").append(fleet.attempts()).append(' ').append(fleet.liveAttempts());
      text.append(" peaks ").append(fleet.peakPer100Millis()).append(' ');
      text.append(fleet.peakPerSecond()).append(' ');
      text.append(Arrays.toString(fleet.attemptsPerBin()));
      text.append(Arrays.toString(fleet.connectedPerBin()));
    }
    return text.append(run.end())
        .append(" busy ")
        .append(run.busySeconds())
        .append(' ')
        .append(run.wastedSeconds())
        .append(Arrays.toString(run.busyPerBin()))
        .toString();
  }
}
