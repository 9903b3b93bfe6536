package io.breakwater.controlplane;

import io.breakwater.controlplane.workflow.EngineService;
import io.breakwater.controlplane.workflow.EngineSettings;
import java.util.Set;

/** Carries workflows on, step by step. */
public final class WorkflowEngine {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "workflow-engine";

  private WorkflowEngine() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(
        new ServiceKind(NAME, Set.of(), false, parsed -> WorkflowEngine.work()), arguments);
  }

  private static ServiceWork work() {
    return (bus, instance) -> {
      EngineService engine = new EngineService(bus, instance, EngineSettings.DEFAULTS);
      engine.start();
      return new EngineMetrics(engine);
    };
  }
}
