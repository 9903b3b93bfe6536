package io.breakwater.controlplane;

import java.util.Set;

/** Carries workflows on, step by step. For now: its life on the bus, without its work. */
public final class WorkflowEngine {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "workflow-engine";

  private WorkflowEngine() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(
        new ServiceKind(NAME, Set.of(), false, parsed -> (bus, instance) -> () -> {}), arguments);
  }
}
