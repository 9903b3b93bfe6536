package io.breakwater.lab.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person chooses for a drill.
 *
 * @param arms the arms, the baseline first; not empty, names distinct
 * @param replicas how many pods, spread over the deployments; at least one for each of them
 * @param outage how long the broker is down; positive
 * @param limit how long an arm may take to come back; positive
 * @param connectTimeout of one attempt; positive; empty for the default of each arm's own client
 * @param publishInterval between two publishes of one pod; positive
 * @param brokerPort the broker's port, 1 to 65535; empty for any free one
 * @param folder where the run is written; created if missing, and holding no other run
 * @param command how to repeat the run, for the report
 */
public record DrillOptions(
    List<ArmSpec> arms,
    int replicas,
    Duration outage,
    Duration limit,
    Optional<Duration> connectTimeout,
    Duration publishInterval,
    OptionalInt brokerPort,
    Path folder,
    String command) {

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range; the message is one line
   */
  public DrillOptions {
    arms = List.copyOf(arms);
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("arms: expected at least one");
    }
    if (arms.stream().map(ArmSpec::name).distinct().count() < arms.size()) {
      throw new IllegalArgumentException(
          "arms: expected distinct names, got " + arms.stream().map(ArmSpec::name).toList());
    }
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas: expected at least 1, got " + replicas);
    }
    positive(outage, "outage");
    positive(limit, "limit");
    positive(publishInterval, "publish interval");
    connectTimeout.ifPresent(timeout -> positive(timeout, "connect timeout"));
    if (brokerPort.isPresent() && (brokerPort.getAsInt() < 1 || brokerPort.getAsInt() > 65_535)) {
      throw new IllegalArgumentException(
          "broker port: expected 1 to 65535, got " + brokerPort.getAsInt());
    }
  }

  private static void positive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": expected more than zero");
    }
  }
}
