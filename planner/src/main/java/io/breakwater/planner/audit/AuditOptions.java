package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Figure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the files do not say.
 *
 * @param connections N; empty: the replicas of the manifests
 * @param connectRate C, in connections per second; empty: what policies say, or an assumption
 * @param maintenanceWindow how long the broker may be away on purpose, positive
 * @param ignored rules that are not applied, each with its reason
 */
public record AuditOptions(
    Optional<Figure> connections,
    Optional<Figure> connectRate,
    Duration maintenanceWindow,
    Map<String, String> ignored) {

  /** Nothing is said; a maintenance window is ten minutes. */
  public static final AuditOptions DEFAULTS =
      new AuditOptions(Optional.empty(), Optional.empty(), Duration.ofMinutes(10), Map.of());

  /**
   * Checks the arguments.
   *
   * @throws NullPointerException if one is null
   * @throws IllegalArgumentException if the window is not positive, a rule is unknown or a reason
   *     is blank
   */
  public AuditOptions {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(connectRate, "connectRate");
    if (maintenanceWindow.isNegative() || maintenanceWindow.isZero()) {
      throw new IllegalArgumentException("maintenance window: expected a duration over zero");
    }
    ignored = Map.copyOf(ignored);
    ignored.forEach(
        (rule, reason) -> {
          if (Rules.find(rule).isEmpty()) {
            throw new IllegalArgumentException("no rule is called \"" + rule + '"');
          }
          if (reason.isBlank()) {
            throw new IllegalArgumentException(rule + ": expected a reason");
          }
        });
  }
}
