package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs {@link OutboxBenchmark} in one JMH run, both sides in turn, and compares them. */
final class OutboxRun implements Benchmark {
  private static final double MIN_THROUGHPUT_RATIO = 0.9;

  /** Twice the code runs as for a publish, a tenth as often: the JIT takes that much longer. */
  private static final int LONGER_WARMUP = 4;

  @Override
  public List<Comparison> run(Settings settings) throws RunnerException {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build())) {
      Settings warmer =
          new Settings(
              settings.rounds(),
              settings.warmup().multipliedBy(LONGER_WARMUP),
              settings.measurement(),
              settings.fork());
      JmhRun run = JmhRun.of(OutboxBenchmark.class, OutboxBenchmark.BATCH, warmer, server.url());
      return List.of(
          run.throughput("acknowledged", "outbox: messages acknowledged")
              .ratioAtLeast(MIN_THROUGHPUT_RATIO),
          run.allocation("acknowledged", "outbox: allocation per message"));
    }
  }
}
