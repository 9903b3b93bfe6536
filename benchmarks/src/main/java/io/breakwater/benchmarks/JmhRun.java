package io.breakwater.benchmarks;

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
 * The results of one JMH run of the bus and of jnats in turn, on one broker. An operation is a
 * batch of messages.
 *
 * @param batch messages in each
 * @param results as JMH gives them: in the order of the rounds
 */
record JmhRun(int batch, Collection<RunResult> results) {
  private static final String SIDES = "bus / jnats";

  /**
   * Runs a benchmark whose state has the parameters {@code round}, {@code side} and {@code url}.
   */
  static JmhRun of(Class<?> benchmark, int batch, Settings settings, String url)
      throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark.getName())
        .param(
            "round",
            IntStream.rangeClosed(1, settings.rounds())
                .mapToObj(Integer::toString)
                .toArray(String[]::new))
        .param("url", url)
        .addProfiler(GCProfiler.class)
        .forks(settings.fork() ? 1 : 0)
        .warmupIterations(1)
        .warmupTime(TimeValue.nanoseconds(settings.warmup().toNanos()))
        .measurementIterations(1)
        .measurementTime(TimeValue.nanoseconds(settings.measurement().toNanos()))
        .shouldFailOnError(true);
    return new JmhRun(
        batch,
        new Runner(
                options.build(),
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
            .run());
  }

  /** Compares how many messages went per second, in the median batch of each round. */
  Comparison throughput(String method, String figure) {
    return compare(
        method,
        figure,
        "messages/s",
        // JMH gives nanoseconds.
        result -> batch * 1e9 / result.getPrimaryResult().getStatistics().getPercentile(50));
  }

  /** Compares how many messages went per second over all, whatever they waited for. */
  Comparison overall(String method, String figure) {
    return compare(
        method,
        figure,
        "messages/s",
        result -> batch * 1e9 / result.getPrimaryResult().getStatistics().getMean());
  }

  /** Compares how many bytes were allocated for each message, all threads together. */
  Comparison allocation(String method, String figure) {
    String measure = "gc.alloc.rate.norm";
    return compare(
        method,
        figure,
        "B",
        result ->
            Objects.requireNonNull(result.getSecondaryResults().get(measure), measure).getScore()
                / batch);
  }

  private Comparison compare(
      String method, String figure, String unit, ToDoubleFunction<RunResult> score) {
    return Comparison.of(
        figure, unit, SIDES, scores(method, Side.BUS, score), scores(method, Side.JNATS, score));
  }

  private List<Double> scores(String method, Side side, ToDoubleFunction<RunResult> score) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .filter(result -> result.getParams().getParam("side").equals(side.name()))
        .map(score::applyAsDouble)
        .toList();
  }
}
