package io.breakwater.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Messages into a stream in memory, each with an id: a batch is handed in at once, and has ended
 * when the stream has acknowledged all of it. Most of the time is the broker's, on both sides.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboxBenchmark {

  /** As many as the default window lets be under way at a time, or a few more. */
  static final int BATCH = 1_000;

  /** Sends a batch and waits for its acknowledgements. */
  @Benchmark
  public void acknowledged(OutboxState state) throws Exception {
    CompletableFuture<?>[] receipts = new CompletableFuture<?>[BATCH];
    for (int i = 0; i < BATCH; i++) {
      receipts[i] = state.send();
    }
    CompletableFuture.allOf(receipts).get(OutboxState.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
