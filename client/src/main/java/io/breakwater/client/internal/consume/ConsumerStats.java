package io.breakwater.client.internal.consume;

import io.breakwater.client.ConsumerHealth;
import io.breakwater.client.ConsumerSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is known of one consumer. Thread-safe. */
final class ConsumerStats {
  final AtomicInteger running = new AtomicInteger();
  final AtomicLong delivered = new AtomicLong();
  final AtomicLong redelivered = new AtomicLong();
  final AtomicLong acknowledged = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong unsettled = new AtomicLong();
  final AtomicLong deadLettered = new AtomicLong();
  private volatile @Nullable Long answeredNanos;
  private volatile Phase phase = new Phase(ConsumerHealth.State.STARTING, null);

  /** The server has answered a fetch. */
  void answered(long nowNanos) {
    answeredNanos = nowNanos;
  }

  /** What is closed stays so. */
  synchronized void is(ConsumerHealth.State state, @Nullable String problem) {
    if (phase.state != ConsumerHealth.State.CLOSED) {
      phase = new Phase(state, problem);
    }
  }

  ConsumerHealth.State state() {
    return phase.state;
  }

  @Nullable String problem() {
    return phase.problem;
  }

  ConsumerHealth health(ConsumerSpec spec, int held, long nowNanos) {
    Phase now = phase;
    Long answered = answeredNanos;
    int atWork = running.get();
    return new ConsumerHealth(
        spec.stream(),
        spec.durable(),
        now.state,
        atWork,
        Math.max(0, held - atWork),
        delivered.get(),
        redelivered.get(),
        acknowledged.get(),
        failed.get(),
        unsettled.get(),
        deadLettered.get(),
        Optional.ofNullable(answered).map(then -> Duration.ofNanos(Math.max(0, nowNanos - then))),
        now.problem);
  }

  private record Phase(ConsumerHealth.State state, @Nullable String problem) {}
}
