package io.breakwater.simulator;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What happens to the tier, and for how long it is watched.
 *
 * @param faults not empty, at most one at a time on each server
 * @param limit how long after the last server is back (or, if one never is, after the first fault)
 *     the watching goes on; positive
 */
public record Scenario(List<Fault> faults, Duration limit) {

  /** How long everything is calm before the first fault, as in a drill. */
  public static final Duration LEAD = Duration.ofSeconds(2);

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Scenario {
    faults = List.copyOf(faults);
    Objects.requireNonNull(limit, "limit");
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("faults: expected at least one");
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit must be positive: " + limit);
    }
  }

  /** Returns the scenario of a storm: all servers killed at one moment, and back after a time. */
  public static Scenario outage(int servers, Duration outage, Duration limit) {
    return new Scenario(
        IntStream.range(0, servers)
            .<Fault>mapToObj(server -> new Fault.Killed(server, LEAD, LEAD.plus(outage)))
            .toList(),
        limit);
  }

  /** Returns when the first fault begins. */
  Duration down() {
    return faults.stream().map(Fault::at).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** Returns when all servers are back, or, if one never is, when the first fault begins. */
  Duration up() {
    Duration last = faults.stream().map(Fault::back).max(Comparator.naturalOrder()).orElseThrow();
    return last.equals(Fault.NEVER) ? down() : last;
  }

  /**
   * Returns the moment from which a recovery is timed: that of the last server's return where all
   * were gone, else that of the first fault, since the others can be gone to at once.
   */
  Duration timedFrom(int servers) {
    boolean allGone =
        faults.size() == servers && faults.stream().noneMatch(Fault.LameDuck.class::isInstance);
    return allGone ? up() : down();
  }
}
