package io.breakwater.controlplane.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A definition as it is walked: steps by name, and who waits for whom. Immutable. */
public final class StepGraph {
  private final WorkflowDefinition definition;
  private final Map<String, StepDefinition> steps = new LinkedHashMap<>();
  private final Map<String, List<StepDefinition>> dependents = new LinkedHashMap<>();

  /** Creates the graph of a sound definition. */
  public StepGraph(WorkflowDefinition definition) {
    this.definition = definition;
    for (StepDefinition step : definition.steps()) {
      steps.put(step.name(), step);
      for (String dependency : step.dependsOn()) {
        dependents.computeIfAbsent(dependency, name -> new ArrayList<>()).add(step);
      }
    }
  }

  /** Returns the definition. */
  public WorkflowDefinition definition() {
    return definition;
  }

  /** Returns a step, or null if there is none of the name. */
  public @Nullable StepDefinition step(String name) {
    return steps.get(name);
  }

  /** Returns the steps in the order of the definition. */
  public Iterable<StepDefinition> steps() {
    return definition.steps();
  }

  List<StepDefinition> dependents(String name) {
    return dependents.getOrDefault(name, List.of());
  }
}
