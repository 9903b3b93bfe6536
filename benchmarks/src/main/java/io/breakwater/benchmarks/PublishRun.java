package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServer;
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

/** Runs {@link PublishBenchmark} in one JMH run, both sides in turn, and compares them. */
final class PublishRun implements Benchmark {
  private static final String SIDES = "bus / jnats";

  /** The smallest Java object has 16 bytes; one for every second message would already show. */
  private static final double LESS_THAN_AN_OBJECT_BYTES = 8;

  private static final double MIN_THROUGHPUT_RATIO = 0.95;

  @Override
  public List<Comparison> run(Settings settings) throws RunnerException {
    try (NatsServer server = NatsServer.start()) {
      Collection<RunResult> results =
          new Runner(
                  options(settings, server.url()).build(),
                  OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
              .run();
      return List.of(
          throughput(results, "call", "publish: calls that never wait"),
          throughput(results, "sustained", "publish: sustained, waiting for the queue"),
          compare(results, "call", "publish: allocation per message", "B", PublishRun::allocated)
              .exceedsByLessThan(LESS_THAN_AN_OBJECT_BYTES));
    }
  }

  private static OptionsBuilder options(Settings settings, String url) {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(PublishBenchmark.class.getName())
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
    return options;
  }

  private static Comparison throughput(
      Collection<RunResult> results, String method, String figure) {
    return compare(results, method, figure, "messages/s", PublishRun::messagesPerSecond)
        .ratioAtLeast(MIN_THROUGHPUT_RATIO);
  }

  /** At the median batch, which JMH gives in nanoseconds. */
  private static double messagesPerSecond(RunResult result) {
    return PublishBenchmark.BATCH
        * 1e9
        / result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  /** JMH gives the bytes per batch. */
  private static double allocated(RunResult result) {
    String measure = "gc.alloc.rate.norm";
    return Objects.requireNonNull(result.getSecondaryResults().get(measure), measure).getScore()
        / PublishBenchmark.BATCH;
  }

  private static Comparison compare(
      Collection<RunResult> results,
      String method,
      String figure,
      String unit,
      ToDoubleFunction<RunResult> score) {
    return Comparison.of(
        figure,
        unit,
        SIDES,
        scores(results, method, PublishState.Side.BUS, score),
        scores(results, method, PublishState.Side.JNATS, score));
  }

  /** JMH gives the results in the order of the rounds. */
  private static List<Double> scores(
      Collection<RunResult> results,
      String method,
      PublishState.Side side,
      ToDoubleFunction<RunResult> score) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .filter(result -> result.getParams().getParam("side").equals(side.name()))
        .map(score::applyAsDouble)
        .toList();
  }
}
