package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step of a workflow. When the steps that it depends on have succeeded, it waits for its delay,
 * then for its approval, and then it is done by jobs: one, or one for each item of a list.
 *
 * @param name names the step within the workflow
 * @param topic what kind of job it is; null for a step that only waits
 * @param payload what a worker gets, with expressions in it; it may be {@link Json#lean lean}
 * @param dependsOn the steps that must have succeeded; they are all that its expressions see
 * @param retries how often a job is tried
 * @param timeout how long one attempt may take
 * @param delay how long it waits first; zero for not at all
 * @param approval if somebody must approve it
 * @param forEach an expression for the list of a fan-out; null for a single job
 * @param parallelism how many jobs of a fan-out are under way at a time
 * @param priority of its jobs, 0 to 9
 * @param requirements labels that a worker must have to get one
 */
public record StepDefinition(
    String name,
    @Nullable String topic,
    JsonNode payload,
    List<String> dependsOn,
    Retries retries,
    Duration timeout,
    Duration delay,
    boolean approval,
    @Nullable String forEach,
    int parallelism,
    int priority,
    Map<String, String> requirements) {
  /** Makes copies of what could change. */
  public StepDefinition {
    dependsOn = List.copyOf(dependsOn);
    requirements = Map.copyOf(requirements);
  }

  /** Returns the same with its payload as text, see {@link Json#lean}. */
  StepDefinition lean() {
    return new StepDefinition(
        name,
        topic,
        Json.lean(payload),
        dependsOn,
        retries,
        timeout,
        delay,
        approval,
        forEach,
        parallelism,
        priority,
        requirements);
  }

  /** Returns the number of a job as its id has it: none for a step without a list. */
  @Nullable Integer index(int item) {
    return forEach == null ? null : item;
  }
}
