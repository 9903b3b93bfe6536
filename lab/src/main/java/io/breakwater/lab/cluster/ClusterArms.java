package io.breakwater.lab.cluster;

import io.breakwater.lab.storm.StormArm;
import io.breakwater.lab.storm.StormClients;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.PolicyException;

/**
 * The arms of the drills on a tier, by their names: those of a storm and two more, but none whose
 * buses depend on what the servers tell or keep to themselves.
 */
public final class ClusterArms {
  /** Plain jnats with its own wait and jitter, whatever the other arms' replicas are. */
  public static final String JNATS = "jnats";

  /** As {@code spread}, but the first attempt after a drop is made at once; light clients only. */
  public static final String FAST_LANE = "fast-lane";

  private ClusterArms() {}

  /**
   * Returns the arm of that name, or of the policy file at that path.
   *
   * @param clients what its replicas are, unless the arm itself says so
   * @throws PolicyException if it is none, if the file is wrong, or if such clients cannot do it;
   *     the message is one line
   */
  public static StormArm of(String text, StormClients clients) {
    if (text.equals(JNATS)) {
      return named(JNATS, StormClients.JNATS, "jitter");
    }
    if (text.equals(FAST_LANE)) {
      if (clients != StormClients.LIGHT) {
        throw new PolicyException("--arm fast-lane: only light clients have one");
      }
      return named(FAST_LANE, StormClients.FAST_LANE, "spread");
    }
    StormArm arm = StormArm.of(text, clients);
    if (arm.fleet().asksTheBroker()) {
      throw new PolicyException(
          "--arm " + text + ": is for drill storm, which waits until all have seen the fleet");
    }
    if (arm.brokerIsSilent()) {
      throw new PolicyException(
          "--arm " + text + ": buses would ask the tier for more, expected light clients");
    }
    return arm;
  }

  private static StormArm named(String name, StormClients clients, String fleet) {
    return new StormArm(clients, FleetArm.named(fleet).orElseThrow().withName(name));
  }
}
