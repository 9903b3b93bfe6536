package io.breakwater.controlplane;

import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import java.util.Set;

/**
 * Gives jobs to workers.
 *
 * <p>Arguments of its own: {@code --pools TOPIC=POOL,...} (or {@code BREAKWATER_POOLS}) says which
 * pool's workers do a topic.
 */
public final class Scheduler {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "scheduler";

  private static final String POOLS = "pools";

  private Scheduler() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(new ServiceKind(NAME, Set.of(POOLS), false, Scheduler::work), arguments);
  }

  private static ServiceWork work(ServiceArguments arguments) {
    SchedulerSettings settings = SchedulerSettings.DEFAULTS.withPools(arguments.pairs(POOLS));
    return (bus, instance) -> {
      SchedulerService scheduler = new SchedulerService(bus, instance, settings);
      scheduler.start();
      return new SchedulerMetrics(scheduler);
    };
  }
}
