package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.store.UnreadableException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The definitions that runs were started with. A version never changes, but that a broker that lost
 * its data counts from the beginning again: after each outage they are read anew. Thread-safe.
 */
final class DefinitionCache {
  /** So much memory is kept for them; the one that was needed last is kept however large it is. */
  private static final long MOST_BYTES = 8 << 20;

  /** What a step takes beside its payload, of what it has as text: names, dependencies, labels. */
  private static final int BYTES_PER_BYTE = 16;

  private final RunStore store;
  private final LongSupplier outages;

  /** One definition at a time is a tree: that takes up to thirty times its text. */
  private final Object parsing = new Object();

  /** The eldest first; all that follows is guarded by it. */
  private final Map<String, Kept> graphs = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;
  private long seenOutages;

  private record Kept(StepGraph graph, long bytes) {}

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
    @Nullable Kept known;
    synchronized (graphs) {
      if (before != seenOutages) {
        seenOutages = before;
        graphs.clear();
        bytes = 0;
      }
      known = graphs.get(key);
    }
    if (known != null) {
      return known.graph();
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
    Kept kept = parsed(stored.get().definition());
    synchronized (graphs) {
      if (before == seenOutages) {
        keep(key, kept);
      }
    }
    return kept.graph();
  }

  private Kept parsed(JsonNode definition) throws InvalidDefinitionException {
    synchronized (parsing) {
      WorkflowDefinition lean = Definitions.parse(Json.tree(definition)).lean();
      long payloads = lean.steps().stream().mapToLong(step -> Json.footprint(step.payload())).sum();
      long rest = Json.footprint(definition) - payloads;
      return new Kept(new StepGraph(lean), payloads + BYTES_PER_BYTE * Math.max(0, rest / 2));
    }
  }

  private void keep(String key, Kept newest) {
    Kept before = graphs.put(key, newest);
    bytes += newest.bytes() - (before == null ? 0 : before.bytes());
    Iterator<Kept> eldest = graphs.values().iterator();
    while (bytes > MOST_BYTES && graphs.size() > 1) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
  }
}
