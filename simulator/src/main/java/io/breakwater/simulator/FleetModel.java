package io.breakwater.simulator;

import io.breakwater.policy.AttemptSchedule;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A fleet: replicas of one policy, each with one connection.
 *
 * @param name for tables and charts
 * @param replicas N, at least 1
 * @param schedules the schedule of each replica, by its number
 * @param connectTimeout of one attempt, positive
 * @param clockSkew the wall clocks differ from the true one by up to this, either way, uniformly
 * @param detectionDelay a lost connection is noticed within this, uniformly
 * @param dialCost what a dial, or the loss of a connection, costs the one processor on which all
 *     replicas live; zero where each has its own
 * @param handshakeCost what the rest of a handshake costs it
 * @param giveWay the rule of overload
 */
public record FleetModel(
    String name,
    int replicas,
    IntFunction<AttemptSchedule> schedules,
    Duration connectTimeout,
    Duration clockSkew,
    Duration detectionDelay,
    Duration dialCost,
    Duration handshakeCost,
    GiveWay giveWay) {

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public FleetModel {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(schedules, "schedules");
    Objects.requireNonNull(giveWay, "giveWay");
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be at least 1: " + replicas);
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connectTimeout must be positive: " + connectTimeout);
    }
    if (clockSkew.isNegative() || detectionDelay.isNegative()) {
      throw new IllegalArgumentException("clockSkew and detectionDelay must not be negative");
    }
    if (dialCost.isNegative() || handshakeCost.isNegative()) {
      throw new IllegalArgumentException("dialCost and handshakeCost must not be negative");
    }
  }

  /** Returns a fleet whose clocks agree and that notices at once. */
  public static FleetModel of(
      String name, int replicas, IntFunction<AttemptSchedule> schedules, Duration connectTimeout) {
    return new FleetModel(
        name,
        replicas,
        schedules,
        connectTimeout,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        GiveWay.POLICY);
  }

  /** Returns the same with imperfect clocks. */
  public FleetModel withDelays(Duration skew, Duration detection) {
    return new FleetModel(
        name,
        replicas,
        schedules,
        connectTimeout,
        skew,
        detection,
        dialCost,
        handshakeCost,
        giveWay);
  }

  /** Returns the same with all replicas on one processor, as in a drill. */
  public FleetModel onOneProcessor(Duration dial, Duration handshake) {
    return new FleetModel(
        name,
        replicas,
        schedules,
        connectTimeout,
        clockSkew,
        detectionDelay,
        dial,
        handshake,
        giveWay);
  }

  /** Returns the same with another rule of overload. */
  public FleetModel withGiveWay(GiveWay rule) {
    return new FleetModel(
        name,
        replicas,
        schedules,
        connectTimeout,
        clockSkew,
        detectionDelay,
        dialCost,
        handshakeCost,
        rule);
  }
}
