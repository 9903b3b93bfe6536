package io.breakwater.lab.cluster;

import io.breakwater.lab.storm.StormArm;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is done to a tier, and how it is undone. */
public sealed interface Disruption
    permits LameDuck, NodeLoss, Partition, RollingRestart, SlowAuth, Stall {

  /** Returns the name of its drill, as on the command line. */
  String drill();

  /** Returns what happens to the tier, for a person. */
  String text(int servers, Duration outage);

  /**
   * Does it and undoes it: says {@link Scene#down} when it begins, and {@link Scene#up} when all
   * replicas can come back.
   *
   * @throws InterruptedException if interrupted; the tier is then as it happens to be
   */
  void run(Scene scene) throws InterruptedException;

  /**
   * Does what remains to be done when all are back.
   *
   * @return if anything was done that the fleet has to bear
   * @throws InterruptedException if interrupted; the tier is then as it happens to be
   */
  default boolean afterwards(Scene scene) throws InterruptedException {
    return false;
  }

  /** Returns how many servers there must be at least. */
  default int leastServers() {
    return 1;
  }

  /** Returns if replicas notice it by their own pings alone, which light ones do not send. */
  default boolean noticedByPingsAlone() {
    return false;
  }

  /** Returns if there is a proxy before each server. */
  default boolean behindProxies() {
    return false;
  }

  /** Returns if those that were dropped come back as one fleet, for which N/C is a bound. */
  default boolean bounded() {
    return true;
  }

  /** Returns if no server that is left may take more than 1.1 of what it can authenticate. */
  default boolean sparesTheSurvivors() {
    return false;
  }

  /** Returns lines of server configuration that it needs. */
  default List<String> brokerLines(Duration outage) {
    return List.of();
  }

  /** Returns the arm as this disruption needs it. */
  default StormArm prepared(StormArm arm) {
    return arm;
  }

  /**
   * Checks the length of the outage.
   *
   * @throws IllegalArgumentException if it cannot be that short; the message is one line
   */
  default void checkOutage(Duration outage) {}

  /** Returns what the journal says of it beside its drill's options. */
  default Map<String, Object> parameters() {
    return Map.of();
  }
}
