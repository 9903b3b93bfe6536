package io.breakwater.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Publishing, in two ways, because jnats only puts a message into a queue of 5,000 that a thread of
 * its own writes to the socket.
 *
 * <p>{@link #call} never meets a full queue, so it sees nothing but the cost of the call, which is
 * where an overhead of the bus would be: the harder comparison. {@link #sustained} runs into the
 * full queue and waits there, as a service that publishes without end would: what a user sees, and
 * bound by jnats's writer and the broker on both sides.
 *
 * <p>An operation is a batch, and each is timed by itself. Of {@link #call} the median batch
 * counts: it shows what publishing costs, where a mean would show how often something else had the
 * processor. {@link #sustained} goes and stops, so that its median would show either; there all of
 * the time counts.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {

  /** Fits into jnats's queue, with room for its own messages. Takes a millisecond or so. */
  static final int BATCH = 4_000;

  /** An empty queue before each batch, outside of what is timed. */
  @State(Scope.Benchmark)
  public static class EmptyQueue {

    /** Waits until the broker has everything. */
    @Setup(Level.Invocation)
    public void drain(PublishState state) throws InterruptedException, TimeoutException {
      state.flush();
    }
  }

  /** Calls that never wait. */
  @Benchmark
  public void call(PublishState state, EmptyQueue empty) {
    for (int i = 0; i < BATCH; i++) {
      state.publish();
    }
  }

  /** Calls that wait whenever the queue is full. */
  @Benchmark
  public void sustained(PublishState state) {
    for (int i = 0; i < BATCH; i++) {
      state.publish();
    }
  }
}
