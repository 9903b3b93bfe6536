package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.store.UnreadableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that runs were started with. A version never changes, but that a broker that lost
 * its data counts from the beginning again: after each outage they are read anew. Thread-safe.
 */
final class DefinitionCache {
  private static final int MOST = 32;

  private final RunStore store;
  private final LongSupplier outages;
  private long seenOutages;
  private final Map<String, StepGraph> graphs =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StepGraph> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Creates an empty cache.
   *
   * @param outages how many there have been
   */
  DefinitionCache(RunStore store, LongSupplier outages) {
    this.store = store;
    this.outages = outages;
  }

  /**
   * Returns the graph of a run.
   *
   * @throws InvalidDefinitionException if the definition is not there, or is not sound
   */
  StepGraph graph(RunRecord run) throws InvalidDefinitionException, InterruptedException {
    String key = StoredWorkflow.key(run.workflow(), run.definitionVersion());
    long before = outages.getAsLong();
    @Nullable StepGraph known;
    synchronized (graphs) {
      if (before != seenOutages) {
        seenOutages = before;
        graphs.clear();
      }
      known = graphs.get(key);
    }
    if (known != null) {
      return known;
    }
    Optional<StoredWorkflow> stored;
    try {
      stored = store.workflow(run.workflow(), run.definitionVersion());
    } catch (UnreadableException e) {
      throw new InvalidDefinitionException(
          List.of(new Problem("", String.valueOf(e.getMessage()))));
    }
    if (stored.isEmpty()) {
      throw new InvalidDefinitionException(
          List.of(
              new Problem(
                  "",
                  "workflow " + run.workflow() + " has no version " + run.definitionVersion())));
    }
    StepGraph graph = new StepGraph(Definitions.parse(stored.get().definition()));
    synchronized (graphs) {
      if (before == seenOutages) {
        graphs.put(key, graph);
      }
    }
    return graph;
  }
}
