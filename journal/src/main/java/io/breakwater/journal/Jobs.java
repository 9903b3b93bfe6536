package io.breakwater.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of jobs and of runs of workflows, as clients and workers saw it. What was not
 * measured is null.
 *
 * @param faults how many faults there were
 * @param accepted jobs and runs that the gateway said are taken
 * @param refused those that it said are not
 * @param unknown those whose answer was lost or said that it is not known
 * @param settled accepted ones that came to their end
 * @param executions how often a job, or a job of a step, was begun at a worker
 * @param beyondFirst executions after the first one of the same job
 * @param cut executions that ended before they were answered
 * @param violations how often each invariant was broken, by its name; empty if all held
 * @param recovery how work came back; null where there are several faults
 */
public record Jobs(
    @Nullable Integer faults,
    @Nullable Long accepted,
    @Nullable Long refused,
    @Nullable Long unknown,
    @Nullable Long settled,
    @Nullable Long executions,
    @Nullable Long beyondFirst,
    @Nullable Long cut,
    Map<String, Integer> violations,
    @Nullable Recovery recovery) {

  /** Copies the map, keeping its order. */
  public Jobs {
    violations =
        violations == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(violations));
  }

  /** Returns how often any invariant was broken. */
  public Integer violationCount() {
    return violations.values().stream().mapToInt(Integer::intValue).sum();
  }
}
