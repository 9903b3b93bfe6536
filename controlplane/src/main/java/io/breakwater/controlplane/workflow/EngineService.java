package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.store.Lease;
import io.breakwater.controlplane.store.LeaseListener;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A workflow engine: stands by until it has the lease, then drives all open runs until it loses it.
 * Any number may run; one is active. Thread-safe.
 */
public final class EngineService implements AutoCloseable {
  /** What the lease is for. */
  static final String LEASE = "workflow-engine";

  private static final long LOOK_MILLIS = 100;

  private final Bus bus;
  private final String instance;
  private final EngineSettings settings;
  private final Clock clock;
  private final OutageLog outages;
  private final RunStore store;
  private final Map<RunState, LongAdder> ended = new ConcurrentHashMap<>();
  private final Lease lease;
  private final ScheduledExecutorService watch;
  private volatile @Nullable EngineTerm term;
  private @Nullable RunRequests requests;

  /**
   * Creates an engine that does nothing until {@link #start()}.
   *
   * @param bus where streams and buckets are provisioned
   * @param instance who this is, different for each process
   */
  public EngineService(Bus bus, String instance, EngineSettings settings) {
    this(bus, instance, settings, Clock.systemUTC());
  }

  EngineService(Bus bus, String instance, EngineSettings settings, Clock clock) {
    this.bus = bus;
    this.instance = instance;
    this.settings = settings;
    this.clock = clock;
    outages = new OutageLog(bus, clock);
    store = new RunStore(bus);
    lease = new Lease(bus, LEASE, instance, settings.lease(), new Duties());
    watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "breakwater-" + instance + "-workflow-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins; may be called before the bus is connected. */
  public synchronized void start() {
    var unused = watch.scheduleAtFixedRate(outages::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    requests = new RunRequests(bus, () -> term, clock);
    lease.start();
  }

  /** Returns if this is the active one. */
  public boolean active() {
    return lease.held();
  }

  /** Returns if this was the active one, and cannot renew its lease in an outage. */
  public boolean suspended() {
    return lease.suspended();
  }

  /** Returns how many runs this one has brought to an end in a state, since it was made. */
  public long endedRuns(RunState state) {
    LongAdder count = ended.get(state);
    return count == null ? 0 : count.sum();
  }

  private void ended(RunState state) {
    ended.computeIfAbsent(state, first -> new LongAdder()).increment();
  }

  /** Returns how many runs are open, as far as this one knows; 0 while it stands by. */
  public int openRuns() {
    EngineTerm now = term;
    return now == null ? 0 : now.openRuns();
  }

  /** Hands over to another one, if this is the active one. */
  @Override
  public synchronized void close() {
    lease.close();
    if (requests != null) {
      requests.close();
    }
    watch.shutdownNow();
  }

  private final class Duties implements LeaseListener {
    @Override
    public void acquired(long number) {
      EngineTerm begun =
          new EngineTerm(
              bus,
              store,
              settings,
              instance,
              lease::held,
              clock,
              outages,
              EngineService.this::ended);
      term = begun;
      begun.start();
    }

    @Override
    public void lost(String reason) {
      EngineTerm ending = term;
      term = null;
      if (ending != null) {
        ending.close();
      }
    }
  }
}
