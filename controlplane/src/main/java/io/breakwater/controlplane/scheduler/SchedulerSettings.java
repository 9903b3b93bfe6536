package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.store.LeaseTerms;
import java.time.Duration;
import java.util.Map;

/**
 * How a scheduler works.
 *
 * @param pools which pool's workers do a topic; a topic without one is done by any worker that
 *     knows it
 * @param lease how long the active scheduler may be silent
 * @param missedHeartbeats after how many a worker is lost
 * @param grace how much longer than its timeout an attempt may take until it is given up: the
 *     worker itself ends it in time, and its word is to arrive first
 * @param reconcile how often the markers are compared with what is known, and what has been
 *     acknowledged is taken out of the streams
 */
public record SchedulerSettings(
    Map<String, String> pools,
    LeaseTerms lease,
    int missedHeartbeats,
    Duration grace,
    Duration reconcile) {
  /** No pools, three heartbeats, 15 s of grace, a look at the markers each minute. */
  public static final SchedulerSettings DEFAULTS =
      new SchedulerSettings(
          Map.of(), LeaseTerms.DEFAULT, 3, Duration.ofSeconds(15), Duration.ofMinutes(1));

  /** Copies the map. */
  public SchedulerSettings {
    pools = Map.copyOf(pools);
  }

  /** Returns the same with other pools. */
  public SchedulerSettings withPools(Map<String, String> poolOfTopic) {
    return new SchedulerSettings(poolOfTopic, lease, missedHeartbeats, grace, reconcile);
  }

  /** Returns the same with another lease. */
  public SchedulerSettings withLease(LeaseTerms terms) {
    return new SchedulerSettings(pools, terms, missedHeartbeats, grace, reconcile);
  }

  /** Returns the same with another grace. */
  public SchedulerSettings withGrace(Duration time) {
    return new SchedulerSettings(pools, lease, missedHeartbeats, time, reconcile);
  }

  /** Returns the same with another time between two looks at the markers. */
  public SchedulerSettings withReconcile(Duration every) {
    return new SchedulerSettings(pools, lease, missedHeartbeats, grace, every);
  }
}
