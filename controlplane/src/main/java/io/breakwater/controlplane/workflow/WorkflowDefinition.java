package io.breakwater.controlplane.workflow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that has been found to be sound: see {@link Definitions#parse}.
 *
 * @param id names the workflow
 * @param name for people
 * @param steps in the order in which they were written
 * @param timeout how long a run may take, outages not counted; null for ever
 * @param parallelism how many jobs of a run are under way at a time
 */
public record WorkflowDefinition(
    String id,
    String name,
    List<StepDefinition> steps,
    @Nullable Duration timeout,
    int parallelism) {
  /** The most steps that a workflow may have. */
  public static final int MOST_STEPS = 10_000;

  /** The most jobs that a run may be told to have under way at a time. */
  public static final int MOST_PARALLEL = 1_000;

  /** The most items that a fan-out may have. */
  public static final int MOST_ITEMS = 10_000;

  /** How many jobs of a run are under way at a time where the definition says nothing. */
  static final int DEFAULT_PARALLELISM = 100;

  /** Makes a copy of what could change. */
  public WorkflowDefinition {
    steps = List.copyOf(steps);
  }

  /** Returns the same with payloads as text, for whoever keeps it. */
  WorkflowDefinition lean() {
    return new WorkflowDefinition(
        id, name, steps.stream().map(StepDefinition::lean).toList(), timeout, parallelism);
  }
}
