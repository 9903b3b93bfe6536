package io.breakwater.simulator;

import io.breakwater.policy.FleetArm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that makes up a simulated storm.
 *
 * @param arms the arms, the baseline first; not empty, names distinct; none {@linkplain
 *     FleetArm#asksTheBroker asks the broker}
 * @param replicas N, at least 1
 * @param tier the broker tier
 * @param spread how far its C lay apart when it was measured; each run of an {@link Ensemble} draws
 *     one of its own
 * @param told C of the tier as the replicas take it for, in connections per second, positive
 * @param scenario what happens to the tier
 * @param connectTimeout of one attempt, positive
 * @param clients of all fleets
 * @param beside another fleet on the same tier, in every arm
 * @param seed of all chance; the same in every arm
 */
public record StormModel(
    List<FleetArm> arms,
    int replicas,
    TierModel tier,
    RateSpread spread,
    double told,
    Scenario scenario,
    Duration connectTimeout,
    ClientModel clients,
    Optional<Beside> beside,
    long seed) {

  /**
   * Another fleet. It is told its own N, and C as the others are.
   *
   * @param arm how it comes back; it does not ask the broker either
   * @param replicas its N, at least 1
   */
  public record Beside(FleetArm arm, int replicas) {
    /**
     * Checks the range above.
     *
     * @throws IllegalArgumentException if {@code replicas} is under 1
     */
    public Beside {
      requireToldAll(Objects.requireNonNull(arm, "arm"));
      if (replicas < 1) {
        throw new IllegalArgumentException("beside: expected at least 1 replica, got " + replicas);
      }
    }
  }

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range; the message is one line
   */
  public StormModel {
    arms = List.copyOf(arms);
    Objects.requireNonNull(tier, "tier");
    Objects.requireNonNull(spread, "spread");
    Objects.requireNonNull(scenario, "scenario");
    Objects.requireNonNull(beside, "beside");
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("arms: expected at least one");
    }
    List<String> names = arms.stream().map(FleetArm::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("arms: expected distinct names, got " + names);
    }
    arms.forEach(StormModel::requireToldAll);
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas: expected at least 1, got " + replicas);
    }
    if (!(told > 0 && told < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("connect rate: expected more than zero, got " + told);
    }
  }

  private static void requireToldAll(FleetArm arm) {
    if (arm.asksTheBroker()) {
      throw new IllegalArgumentException(
          "arm %s: asks the broker, and no broker runs here; expected one that is told what it knows"
              .formatted(arm.name()));
    }
  }

  /** Returns a storm of one fleet, told the truth, with clocks that agree. */
  public static StormModel of(
      List<FleetArm> arms,
      int replicas,
      TierModel tier,
      Scenario scenario,
      Duration connectTimeout,
      long seed) {
    return new StormModel(
        arms,
        replicas,
        tier,
        RateSpread.NONE,
        tier.connectRate(),
        scenario,
        connectTimeout,
        ClientModel.IDEAL,
        Optional.empty(),
        seed);
  }

  /** Returns the same, with a C that was measured. */
  public StormModel withSpread(RateSpread measured) {
    return new StormModel(
        arms, replicas, tier, measured, told, scenario, connectTimeout, clients, beside, seed);
  }

  /** Returns the tier as it is in the run of a seed: what the replicas are told stays. */
  TierModel tier(long ofSeed) {
    return tier.faster(spread.part(ofSeed));
  }

  /** Returns the fleets of an arm, its own first. */
  List<FleetModel> fleets(FleetArm arm) {
    List<FleetModel> fleets = new ArrayList<>();
    // The ids of the light clients of a real storm, so that hashed slots are the same ones.
    fleets.add(fleet(arm, replicas, "storm-"));
    beside.ifPresent(it -> fleets.add(fleet(it.arm(), it.replicas(), "beside-")));
    return fleets;
  }

  private FleetModel fleet(FleetArm arm, int size, String prefix) {
    boolean tls = tier.broker().usesTls();
    boolean named = arm.knowledge() != FleetArm.Knowledge.RANK;
    return FleetModel.of(
            arm.name(),
            size,
            i -> arm.schedule(size, told, i, named ? prefix + i : prefix, tls),
            connectTimeout)
        .with(clients);
  }
}
