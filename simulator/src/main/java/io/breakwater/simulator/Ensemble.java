package io.breakwater.simulator;

import io.breakwater.policy.FleetArm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One arm of a storm under many seeds: what of its figures is the policy's doing, and what
 * chance's.
 *
 * @param replicas N
 * @param runs one for each seed, in their order; not empty
 */
public record Ensemble(int replicas, List<SeedRun> runs) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if there is no run
   */
  public Ensemble {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs: expected at least one");
    }
  }

  /**
   * Runs the arm under the seeds of the model and those after it, each with a C of its own where C
   * was measured.
   *
   * @param mostRuns how many seeds, at least 1
   * @throws InterruptedException if the thread is interrupted
   */
  public static Ensemble run(StormModel model, FleetArm arm, int mostRuns)
      throws InterruptedException {
    return run(model, arm, mostRuns, mostRuns, Long.MAX_VALUE);
  }

  /**
   * Runs the arm under as many seeds as so many events pay for. How many that are depends on the
   * arguments alone, not on the machine.
   *
   * @param leastRuns how many seeds in any case, at least 1
   * @param mostRuns how many seeds at most
   * @param events no further run begins after so many
   * @throws InterruptedException if the thread is interrupted
   */
  public static Ensemble run(
      StormModel model, FleetArm arm, int leastRuns, int mostRuns, long events)
      throws InterruptedException {
    List<SeedRun> runs = new ArrayList<>();
    List<FleetModel> fleets = model.fleets(arm);
    long spent = 0;
    while (runs.size() < leastRuns || (runs.size() < mostRuns && spent < events)) {
      long seed = model.seed() + runs.size();
      SimulatedRun run = Simulation.run(model.tier(seed), fleets, model.scenario(), seed);
      runs.add(SeedRun.of(run));
      spent += run.events();
    }
    return new Ensemble(model.replicas(), runs);
  }

  /** Returns the band of a figure. */
  public Band band(ToDoubleFunction<SeedRun> figure) {
    return Band.of(runs.stream().mapToDouble(figure));
  }

  /** Returns in how many runs all came back. */
  public int complete() {
    return (int) runs.stream().filter(run -> run.connected() == replicas).count();
  }
}
