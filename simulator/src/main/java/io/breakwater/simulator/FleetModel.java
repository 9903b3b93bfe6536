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
 * @param clients what keeps them from being at once where their schedules say
 * @param giveWay the rule of overload
 */
public record FleetModel(
    String name,
    int replicas,
    IntFunction<AttemptSchedule> schedules,
    Duration connectTimeout,
    ClientModel clients,
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
    Objects.requireNonNull(clients, "clients");
    Objects.requireNonNull(giveWay, "giveWay");
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be at least 1: " + replicas);
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connectTimeout must be positive: " + connectTimeout);
    }
  }

  /** Returns a fleet whose clocks agree and that notices at once. */
  public static FleetModel of(
      String name, int replicas, IntFunction<AttemptSchedule> schedules, Duration connectTimeout) {
    return new FleetModel(
        name, replicas, schedules, connectTimeout, ClientModel.IDEAL, GiveWay.POLICY);
  }

  /** Returns the same with other clients. */
  public FleetModel with(ClientModel others) {
    return new FleetModel(name, replicas, schedules, connectTimeout, others, giveWay);
  }

  /** Returns the same with another rule of overload. */
  public FleetModel withGiveWay(GiveWay rule) {
    return new FleetModel(name, replicas, schedules, connectTimeout, clients, rule);
  }
}
