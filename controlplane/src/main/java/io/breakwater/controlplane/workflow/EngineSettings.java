package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.store.LeaseTerms;
import java.time.Duration;

/**
 * How an engine works.
 *
 * @param lease how long the active engine may be silent
 * @param reconcile how often the markers of open runs are compared with what is known
 * @param quiet how long nothing may be heard of a run until its jobs are looked after
 * @param threads how many runs are worked on at a time; each waits for the store
 */
public record EngineSettings(LeaseTerms lease, Duration reconcile, Duration quiet, int threads) {
  /** The usual lease, a look each 10 s, jobs looked after when 20 s were quiet, eight threads. */
  public static final EngineSettings DEFAULTS =
      new EngineSettings(LeaseTerms.DEFAULT, Duration.ofSeconds(10), Duration.ofSeconds(20), 8);

  /** Returns the same with another lease. */
  public EngineSettings withLease(LeaseTerms terms) {
    return new EngineSettings(terms, reconcile, quiet, threads);
  }

  /** Returns the same with other times between two looks, at markers and at jobs. */
  public EngineSettings withLooks(Duration atMarkers, Duration atJobs) {
    return new EngineSettings(lease, atMarkers, atJobs, threads);
  }
}
