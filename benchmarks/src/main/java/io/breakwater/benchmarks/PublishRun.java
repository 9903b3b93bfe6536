package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServer;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs {@link PublishBenchmark} in one JMH run, both sides in turn, and compares them. */
final class PublishRun implements Benchmark {
  /** The smallest Java object has 16 bytes; one for every second message would already show. */
  private static final double LESS_THAN_AN_OBJECT_BYTES = 8;

  private static final double MIN_THROUGHPUT_RATIO = 0.95;

  @Override
  public List<Comparison> run(Settings settings) throws RunnerException {
    try (NatsServer server = NatsServer.start()) {
      JmhRun run =
          JmhRun.of(PublishBenchmark.class, PublishBenchmark.BATCH, settings, server.url());
      return List.of(
          run.throughput("call", "publish: calls that never wait")
              .ratioAtLeast(MIN_THROUGHPUT_RATIO),
          run.overall("sustained", "publish: sustained, waiting for the queue")
              .ratioAtLeast(MIN_THROUGHPUT_RATIO),
          run.allocation("call", "publish: allocation per message")
              .exceedsByLessThan(LESS_THAN_AN_OBJECT_BYTES));
    }
  }
}
