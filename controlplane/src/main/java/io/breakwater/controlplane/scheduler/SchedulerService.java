package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Lease;
import io.breakwater.controlplane.store.LeaseListener;
import io.breakwater.controlplane.store.Markers;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler: stands by until it has the lease, then gives jobs to workers until it loses it. Any
 * number may run; one is active. Thread-safe.
 */
public final class SchedulerService implements AutoCloseable {
  private final Bus bus;
  private final String instance;
  private final SchedulerSettings settings;
  private final RandomGenerator random;
  private final Documents<JobRecord> jobs;
  private final Markers open;
  private final Tally tally = new Tally();
  private final Lease lease;
  private volatile @Nullable Term term;

  /**
   * Creates a scheduler that does nothing until {@link #start()}.
   *
   * @param bus where streams and buckets are provisioned
   * @param instance who this is, different for each process
   */
  public SchedulerService(Bus bus, String instance, SchedulerSettings settings) {
    this.bus = bus;
    this.instance = instance;
    this.settings = settings;
    random = new SecureRandom();
    jobs = Documents.lean(bus, Bucket.JOBS, JobRecord.class);
    open = new Markers(bus, Bucket.OPEN_JOBS);
    lease = new Lease(bus, "scheduler", instance, settings.lease(), new Duties());
  }

  /** Begins; may be called before the bus is connected. */
  public void start() {
    lease.start();
  }

  /** Returns if this is the active one. */
  public boolean active() {
    return lease.held();
  }

  /** Returns how many jobs are open, as far as this one knows; 0 while it stands by. */
  public int openJobs() {
    Term now = term;
    return now == null ? 0 : now.counts().open();
  }

  /** Returns how many workers are known; 0 while it stands by. */
  public int workers() {
    Term now = term;
    return now == null ? 0 : now.counts().workers();
  }

  /** Returns how it is, and what it has done. */
  public SchedulerFigures figures() {
    Term now = term;
    return tally.with(lease.held(), lease.suspended(), now == null ? Counts.NONE : now.counts());
  }

  /** Hands over to another one, if this is the active one. */
  @Override
  public void close() {
    lease.close();
  }

  private final class Duties implements LeaseListener {
    @Override
    public void acquired(long number) {
      Term begun = new Term(bus, jobs, open, settings, instance, random, tally, lease::held);
      term = begun;
      begun.start();
    }

    @Override
    public void lost(String reason) {
      Term ending = term;
      term = null;
      if (ending != null) {
        ending.close();
      }
    }
  }
}
