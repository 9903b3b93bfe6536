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
 * @param firstDispatchSeconds from the end of the fault until an execution began of work that was
 *     submitted after it; null where there are several faults
 * @param firstFinishedSeconds from the end of the fault until such work was answered
 * @param longestStallSeconds the longest time after the fault, while work was still submitted, in
 *     which no execution was answered
 * @param finishedPerSecondBefore executions answered per second before the fault
 * @param finishedPerSecondAfter the same after it, from the first one on
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
    @Nullable Double firstDispatchSeconds,
    @Nullable Double firstFinishedSeconds,
    @Nullable Double longestStallSeconds,
    @Nullable Double finishedPerSecondBefore,
    @Nullable Double finishedPerSecondAfter) {

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

  /** Returns the rate after the fault over that before it; null if either is not known. */
  public @Nullable Double rateRatio() {
    return finishedPerSecondBefore == null
            || finishedPerSecondAfter == null
            || finishedPerSecondBefore == 0
        ? null
        : Double.valueOf(finishedPerSecondAfter / finishedPerSecondBefore);
  }
}
