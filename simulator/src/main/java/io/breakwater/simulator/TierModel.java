package io.breakwater.simulator;

import java.util.Objects;

/**
 * The servers that a fleet shares.
 *
 * @param broker each of them
 * @param servers how many there are, at least 1
 * @param named how many of them stand in the clients' configuration, 1 to {@code servers}
 * @param gossip whether the servers tell their clients of the others
 */
public record TierModel(BrokerModel broker, int servers, int named, boolean gossip) {

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if {@code broker} is null
   * @throws IllegalArgumentException if a number is out of its range
   */
  public TierModel {
    Objects.requireNonNull(broker, "broker");
    if (servers < 1) {
      throw new IllegalArgumentException("servers must be at least 1: " + servers);
    }
    if (named < 1 || named > servers) {
      throw new IllegalArgumentException("named must be 1 to " + servers + ": " + named);
    }
  }

  /** Returns a tier of equal servers, all of which every client knows. */
  public static TierModel of(BrokerModel broker, int servers) {
    return new TierModel(broker, servers, servers, true);
  }

  /** Returns how many servers a client knows that has been connected. */
  int known() {
    return gossip ? servers : named;
  }

  /** Returns the same, with so many times the C. */
  TierModel faster(double factor) {
    return factor == 1 ? this : new TierModel(broker.faster(factor), servers, named, gossip);
  }

  /** Returns C of the tier, in connections per second. */
  public double connectRate() {
    return servers * broker.connectRate();
  }
}
