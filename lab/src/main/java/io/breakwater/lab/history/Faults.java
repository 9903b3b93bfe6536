package io.breakwater.lab.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was broken, and when. */
final class Faults {
  /**
   * For how long after its end a fault is felt: a lease of 6 s, three heartbeats of 5 s until a
   * worker is missed, the slot of a reconnect.
   */
  private static final long AFTERMATH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A gateway is connected again within its slot, and that little that a busy machine takes. */
  private static final long CONNECTED_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Who gives out jobs; whichever of them is active. */
  private static final String SCHEDULER = "scheduler";

  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final List<Long> wipes = new ArrayList<>();

  /** One of them. */
  private static final class Fault {
    private final long began;
    private final @Nullable List<String> hits;
    private long ended = Long.MAX_VALUE;

    Fault(long began, @Nullable List<String> hits) {
      this.began = began;
      this.hits = hits;
    }

    boolean between(long from, long to) {
      return began <= to && from - AFTERMATH_NANOS <= ended;
    }

    boolean wipedBefore(long moment, List<Long> wipes) {
      return moment - CONNECTED_NANOS <= ended
          && wipes.stream().anyMatch(wipe -> began <= wipe && wipe <= moment && wipe <= ended);
    }

    boolean strikes(@Nullable String worker) {
      return hits == null || worker == null || hits.contains(worker);
    }

    /**
     * Of what is done to gateways, workflow engines and other workers an execution knows nothing.
     */
    boolean concerns(List<Execution> executions) {
      return hits == null
          || hits.stream()
              .anyMatch(hit -> hit.equals(Event.FaultBegan.BROKER) || hit.startsWith(SCHEDULER))
          || executions.stream().map(Execution::worker).anyMatch(this::strikes);
    }
  }

  void take(long nanos, Event event) {
    if (event instanceof Event.FaultBegan it) {
      faults.put(it.fault(), new Fault(nanos, it.hits()));
    } else if (event instanceof Event.FaultEnded it) {
      Fault fault = faults.get(it.fault());
      if (fault != null) {
        fault.ended = nanos;
      }
    } else if (event instanceof Event.DataWiped) {
      wipes.add(nanos);
    }
  }

  int count() {
    return faults.size();
  }

  /**
   * Returns if what some executions stand on was broken, or not well again, at some time between
   * two moments: a server, the scheduler, one of their workers.
   */
  boolean hit(List<Execution> executions, long from, long to) {
    return wipedBetween(from, to)
        || faults.values().stream()
            .anyMatch(fault -> fault.between(from, to) && fault.concerns(executions));
  }

  /** Returns if the worker of an execution was hit between two moments, or not well again. */
  boolean hitWorker(Execution execution, long from, long to) {
    return faults.values().stream()
        .anyMatch(fault -> fault.between(from, to) && fault.strikes(execution.worker()));
  }

  /** Returns if the data were wiped between two moments. */
  boolean wipedBetween(long from, long to) {
    return wipes.stream().anyMatch(wipe -> from <= wipe && wipe <= to);
  }

  /** Returns if the data were wiped after a moment. */
  boolean wipedAfter(long from) {
    return wipedBetween(from, Long.MAX_VALUE);
  }

  /** Returns if the data were wiped before a moment, by a broker's fault that was not over yet. */
  boolean awaySinceWipe(long moment) {
    return faults.values().stream().anyMatch(fault -> fault.wipedBefore(moment, wipes));
  }
}
