package io.breakwater.benchmarks;

import io.breakwater.benchmarks.SimulateState.Side;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Events per second of the simulator, beside the same model on {@code java.util.PriorityQueue},
 * which counts less. No broker is needed.
 */
final class SimulateRun implements Benchmark {
  private static final String SIDES = "simulator / PriorityQueue";

  /** The smallest Java object has 16 bytes; what a run needs once is spread over its events. */
  private static final double LESS_THAN_AN_OBJECT_BYTES = 8;

  @Override
  public List<Comparison> run(Settings settings) throws RunnerException, InterruptedException {
    double simulated = events(Side.SIMULATOR);
    double reference = events(Side.PRIORITY_QUEUE);
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(SimulateBenchmark.class.getName())
        .param(
            "round",
            IntStream.rangeClosed(1, settings.rounds())
                .mapToObj(Integer::toString)
                .toArray(String[]::new))
        .addProfiler(GCProfiler.class)
        .forks(settings.fork() ? 1 : 0)
        .warmupIterations(1)
        .warmupTime(TimeValue.nanoseconds(settings.warmup().toNanos()))
        .measurementIterations(1)
        .measurementTime(TimeValue.nanoseconds(settings.measurement().toNanos()))
        .shouldFailOnError(true);
    Collection<RunResult> results =
        new Runner(
                options.build(),
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
            .run();
    return List.of(
        Comparison.of(
            "simulate: events",
            "events/s",
            SIDES,
            scores(results, Side.SIMULATOR, it -> simulated * 1e9 / nanos(it)),
            scores(results, Side.PRIORITY_QUEUE, it -> reference * 1e9 / nanos(it))),
        Comparison.of(
                "simulate: allocation per event",
                "B",
                SIDES,
                scores(results, Side.SIMULATOR, it -> allocated(it) / simulated),
                scores(results, Side.PRIORITY_QUEUE, it -> allocated(it) / reference))
            .below(LESS_THAN_AN_OBJECT_BYTES));
  }

  private static double events(Side side) throws InterruptedException {
    SimulateState state = new SimulateState();
    state.side = side;
    return state.run();
  }

  private static double nanos(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static double allocated(RunResult result) {
    String measure = "gc.alloc.rate.norm";
    return Objects.requireNonNull(result.getSecondaryResults().get(measure), measure).getScore();
  }

  /** JMH gives the results in the order of the rounds. */
  private static List<Double> scores(
      Collection<RunResult> results, Side side, ToDoubleFunction<RunResult> score) {
    return results.stream()
        .filter(result -> result.getParams().getParam("side").equals(side.name()))
        .map(score::applyAsDouble)
        .toList();
  }
}
