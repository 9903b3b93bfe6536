package io.breakwater.policy;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is known of the fleet at a moment; what is not known is empty.
 *
 * @param connections N, at least 1
 * @param connectRate C, in connections per second, positive
 * @param rank this connection's dense rank, from 0
 */
public record FleetFacts(OptionalInt connections, OptionalDouble connectRate, OptionalInt rank) {

  /** Nothing is known. */
  public static final FleetFacts UNKNOWN =
      new FleetFacts(OptionalInt.empty(), OptionalDouble.empty(), OptionalInt.empty());

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if a known value is out of its range
   */
  public FleetFacts {
    check(connections, connectRate, rank);
  }

  static void check(OptionalInt connections, OptionalDouble connectRate, OptionalInt rank) {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(connectRate, "connectRate");
    Objects.requireNonNull(rank, "rank");
    Check.atLeast(connections.orElse(1), 1, "connections");
    Check.atLeast(rank.orElse(0), 0, "rank");
    double rate = connectRate.orElse(1);
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("connectRate must be positive: " + rate);
    }
  }

  /** Returns the facts for a connection whose N, C and rank are known. */
  public static FleetFacts of(int connections, double connectRate, int rank) {
    return new FleetFacts(
        OptionalInt.of(connections), OptionalDouble.of(connectRate), OptionalInt.of(rank));
  }

  /** Returns the facts for a connection that knows N and C, but not its rank. */
  public static FleetFacts of(int connections, double connectRate) {
    return new FleetFacts(
        OptionalInt.of(connections), OptionalDouble.of(connectRate), OptionalInt.empty());
  }
}
