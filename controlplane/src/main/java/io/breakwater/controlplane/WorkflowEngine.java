package io.breakwater.controlplane;

import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.workflow.EngineService;
import io.breakwater.controlplane.workflow.EngineSettings;

/** Walks workflows step by step; any number may run, one is active, the others stand by. */
public final class WorkflowEngine {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "workflow-engine";

  private WorkflowEngine() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(
        NAME,
        arguments,
        (bus, policy) -> {
          var unused = Provisioning.ensure(bus);
          EngineService engine =
              new EngineService(bus, policy.nats().name(), EngineSettings.DEFAULTS);
          engine.start();
          return engine::close;
        });
  }
}
