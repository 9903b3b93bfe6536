package io.breakwater.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** One whole simulation is one operation. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SimulateBenchmark {

  /** Runs it. */
  @Benchmark
  public long simulate(SimulateState state) throws InterruptedException {
    return state.run();
  }
}
