package io.breakwater.policy;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The section {@code fleet} of a policy. What is empty is discovered.
 *
 * @param connections N, at least 1
 * @param connectRate C of the whole broker tier, in connections per second, positive
 * @param share this fleet's part of C, over 0 and at most 1
 * @param rank this connection's rank in the fleet, from 0, under {@code connections}
 */
public record FleetSettings(
    OptionalInt connections, OptionalDouble connectRate, double share, OptionalInt rank) {

  /** What holds where nothing else is said: everything is discovered. */
  public static final FleetSettings DEFAULTS = PolicyReader.fleet(PolicyValues.DEFAULTS);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public FleetSettings {
    FleetFacts.check(connections, connectRate, rank);
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be over 0 and at most 1: " + share);
    }
    if (rank.orElse(0) >= connections.orElse(Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("rank must be under connections: " + rank.orElse(0));
    }
  }

  /**
   * Returns what is known of the fleet: what is configured, and what was discovered where it is
   * not.
   *
   * @param discovered what the broker said, if it was asked
   * @throws NullPointerException if {@code discovered} is null
   */
  public FleetFacts known(FleetFacts discovered) {
    return new FleetFacts(
        connections.isPresent() ? connections : discovered.connections(),
        connectRate.isPresent() ? connectRate : discovered.connectRate(),
        rank.isPresent() ? rank : discovered.rank());
  }

  /**
   * Returns what a schedule is built from: what is configured as it is, what was discovered rounded
   * to the safe side, so that members that saw slightly different numbers agree (N up to a step of
   * 2^(1/8), N over C as well), and of C only this fleet's share. Of a discovered C, which each
   * member estimates for itself, ranks get {@link SpreadPeriod#DISCOVERED_LOAD}.
   *
   * @param discovered what the broker said, if it was asked
   * @throws NullPointerException if {@code discovered} is null
   */
  public FleetFacts facts(FleetFacts discovered) {
    FleetFacts known = known(discovered);
    OptionalInt n = known.connections();
    if (connections.isEmpty() && n.isPresent()) {
      n = OptionalInt.of(SpreadPeriod.quantiseUp(n.getAsInt()));
    }
    OptionalDouble c = known.connectRate();
    if (connectRate.isEmpty() && c.isPresent()) {
      boolean ranked = known.rank().isPresent() && n.isPresent();
      c =
          OptionalDouble.of(
              SpreadPeriod.discovered(
                  known.connections().orElse(1), n.orElse(1), c.getAsDouble(), ranked));
    }
    return new FleetFacts(
        n, c.isPresent() ? OptionalDouble.of(c.getAsDouble() * share) : c, known.rank());
  }

  /** Returns the same with N told. */
  public FleetSettings withConnections(int connections) {
    return new FleetSettings(OptionalInt.of(connections), connectRate, share, rank);
  }

  /** Returns the same with C told, in connections per second. */
  public FleetSettings withConnectRate(double connectRate) {
    return new FleetSettings(connections, OptionalDouble.of(connectRate), share, rank);
  }

  /** Returns the same with another share of C. */
  public FleetSettings withShare(double share) {
    return new FleetSettings(connections, connectRate, share, rank);
  }

  /** Returns the same with the rank told. */
  public FleetSettings withRank(int rank) {
    return new FleetSettings(connections, connectRate, share, OptionalInt.of(rank));
  }
}
