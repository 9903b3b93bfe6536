package io.breakwater.controlplane;

/** Gives jobs to workers. For now: its life on the bus, without its work. */
public final class Scheduler {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "scheduler";

  private Scheduler() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(NAME, arguments);
  }
}
