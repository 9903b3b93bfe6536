package io.breakwater.simulator;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Result;
import io.breakwater.journal.SteadyState;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.SpreadSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the journal says of one arm of a simulated storm. */
final class StormArmJournal {
  private static final double WORTH_A_NOTE = 0.01;

  private final StormModel model;
  private final FleetArm arm;
  private final SimulatedRun run;
  private final SimulatedRun.Fleet fleet;
  private final List<String> bands;

  StormArmJournal(StormModel model, FleetArm arm, SimulatedRun run, List<String> bands) {
    this.bands = bands;
    this.model = model;
    this.arm = arm;
    this.run = run;
    fleet = run.fleet(0);
  }

  Arm arm() {
    return new Arm(
        arm.name(),
        policy(),
        steadyState(),
        result(),
        SimulatedTimeline.of(run),
        List.of(),
        notes());
  }

  private Map<String, @Nullable Object> policy() {
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    policy.put("clients", "simulated");
    policy.putAll(arm.summary(model.replicas(), model.told()));
    policy.put("connectTimeout", DurationText.format(model.connectTimeout()));
    return policy;
  }

  private SteadyState steadyState() {
    return new SteadyState(
        new SteadyState.Check(
            "all " + fleet.replicas() + " replicas connected", true, "by construction"),
        new SteadyState.Check(
            "all " + fleet.replicas() + " replicas connected again",
            fleet.connected() == fleet.replicas(),
            counts(fleet)));
  }

  private static String counts(SimulatedRun.Fleet fleet) {
    return "%d of %d connected".formatted(fleet.connected(), fleet.replicas());
  }

  private Result result() {
    double minutes = seconds(run.end().minus(run.down())) / 60;
    Double bound = bound();
    Double t100 = fleet.secondsUntil(100);
    double capacity = model.tier().connectRate();
    return Result.builder()
        .replicas(fleet.replicas())
        .connected(fleet.connected())
        .capacityPerSecond(Double.isInfinite(capacity) ? null : SimulatedStorm.rate(capacity))
        .boundSeconds(bound)
        .t50Seconds(fleet.secondsUntil(50))
        .t99Seconds(fleet.secondsUntil(99))
        .t100Seconds(t100)
        .ratio(t100 == null || bound == null ? null : Double.valueOf(t100 / bound))
        .attempts(fleet.attempts())
        .attemptsPerReplica((double) fleet.attempts() / fleet.replicas())
        .liveAttemptsPerReplica((double) fleet.liveAttempts() / fleet.replicas())
        .attemptsPerMinute(minutes > 0 ? fleet.attempts() / minutes : null)
        .overloadedAttempts(fleet.outcomes(AttemptOutcome.OVERLOADED))
        .connectTimeoutSeconds(seconds(model.connectTimeout()))
        .outcomes(outcomes())
        .peakAttemptsPer100ms(fleet.peakPer100Millis())
        .peakAttemptsPerSecond(fleet.peakPerSecond())
        .boundAttemptsPer100ms(boundAttempts())
        .brokerCpuSeconds(run.busySeconds())
        .brokerDownAtSeconds(seconds(run.down()))
        .brokerUpAtSeconds(seconds(run.up()))
        .build();
  }

  /** N/C holds where all have to come back, to all servers. */
  private @Nullable Double bound() {
    int replicas = model.replicas() + model.beside().map(StormModel.Beside::replicas).orElse(0);
    boolean all = !run.timedFrom().equals(run.down());
    double bound = replicas / model.tier().connectRate();
    return all && bound > 0 ? Double.valueOf(bound) : null;
  }

  private Map<String, Long> outcomes() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      if (fleet.outcomes(outcome) > 0) {
        counts.put(outcome.name(), fleet.outcomes(outcome));
      }
    }
    return counts;
  }

  private @Nullable Double boundAttempts() {
    return fleet.model().schedules().apply(0) instanceof SpreadSchedule spread
            && spread.phase().ranked()
        ? Double.valueOf(BurstEstimate.of(fleet.replicas(), spread).largestPer100Millis())
        : null;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("Simulated, seed %d: no broker ran.".formatted(model.seed()));
    notes.addAll(bands);
    if (run.timedFrom().equals(run.down())) {
      notes.add("Times count from the fault: other servers stayed.");
    }
    double wasted = run.wastedSeconds() / run.busySeconds();
    if (wasted >= WORTH_A_NOTE) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%.0f %% of the broker's processor time went to clients that had hung up or were"
                  + " turned away.",
              100 * wasted));
    }
    if (run.unheard() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d times a dial found no room among the %,d that wait for a server to come to them,"
                  + " and had to be sent again a second later: raise net.core.somaxconn, or spread"
                  + " the dials.",
              run.unheard(),
              model.tier().broker().backlog()));
    }
    for (int i = 1; i < run.fleets(); i++) {
      SimulatedRun.Fleet other = run.fleet(i);
      Double t100 = other.secondsUntil(100);
      notes.add(
          "Beside it %s: %s%s."
              .formatted(
                  other.name(),
                  counts(other),
                  t100 == null ? "" : String.format(Locale.ROOT, ", all after %.1f s", t100)));
    }
    return notes;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
