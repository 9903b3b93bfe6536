package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs {@link OutboxBenchmark} in one JMH run, both sides in turn, and compares them. */
final class OutboxRun implements Benchmark {
  private static final double MIN_THROUGHPUT_RATIO = 0.9;

  @Override
  public List<Comparison> run(Settings settings) throws RunnerException {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build())) {
      JmhRun run = JmhRun.of(OutboxBenchmark.class, OutboxBenchmark.BATCH, settings, server.url());
      return List.of(
          run.throughput("acknowledged", "outbox: messages acknowledged")
              .ratioAtLeast(MIN_THROUGHPUT_RATIO),
          run.allocation("acknowledged", "outbox: allocation per message"));
    }
  }
}
