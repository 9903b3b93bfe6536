package io.breakwater.lab.storm;

import java.net.URI;
import java.util.List;

/** Makes the fleet of an arm. */
public final class StormFleets {
  private StormFleets() {}

  /**
   * Returns the fleet; nobody dials before it is started.
   *
   * @param arm what its replicas are and how they come back
   * @param options how many there are, and their connect timeout
   * @param kind the broker's kind, for their credentials
   * @param urls the servers
   * @param capacity C as it was measured
   * @param opened hears of each bus and each jnats connection
   */
  public static StormFleet of(
      StormArm arm,
      StormOptions options,
      StormBroker kind,
      List<String> urls,
      double capacity,
      ReplicaOpened opened) {
    return switch (arm.clients()) {
      case LIGHT, FAST_LANE ->
          new LightStormFleet(
              arm,
              options,
              capacity,
              kind.target(urls.stream().map(url -> URI.create(url).getPort()).toList()));
      case JNATS -> new JnatsStormFleet(arm, options, kind, urls, opened);
      case BUS -> new BusStormFleet(arm, options, kind, urls, capacity, opened);
    };
  }
}
