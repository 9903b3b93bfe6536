package io.breakwater.lab.cluster;

import io.breakwater.lab.storm.StormArm;
import io.breakwater.lab.storm.StormClients;
import io.breakwater.lab.storm.StormOptions;

/**
 * What a person chooses for a drill on a tier.
 *
 * @param disruption what is done to the tier
 * @param servers how many servers it has, 1 to 9
 * @param storm everything else: the fleet, its arms and its credentials, and how long it takes
 */
public record ClusterOptions(Disruption disruption, int servers, StormOptions storm) {
  private static final int MOST_SERVERS = 9;

  /**
   * Checks what the parts have to do with each other.
   *
   * @throws IllegalArgumentException if they cannot be together; the message is one line
   */
  public ClusterOptions {
    if (servers < disruption.leastServers() || servers > MOST_SERVERS) {
      throw new IllegalArgumentException(
          "servers: %s needs %d to %d, got %d"
              .formatted(disruption.drill(), disruption.leastServers(), MOST_SERVERS, servers));
    }
    disruption.checkOutage(storm.outage());
    if (disruption.noticedByPingsAlone() && storm.arms().stream().anyMatch(ClusterOptions::light)) {
      throw new IllegalArgumentException(
          "clients: light ones send no pings and never notice a %s, expected bus or jnats"
              .formatted(disruption.drill()));
    }
  }

  private static boolean light(StormArm arm) {
    return arm.clients() == StormClients.LIGHT || arm.clients() == StormClients.FAST_LANE;
  }
}
