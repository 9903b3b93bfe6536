package io.breakwater.lab.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Samples the CPU time of a process ten times a second. */
public final class CpuSampler implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private final Supplier<Optional<Duration>> cpuTime;
  private final List<Sample> samples = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "breakwater-lab-cpu");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What the process had used at a moment.
   *
   * @param at the moment
   * @param total since the process began; null if there was no process, or no way to know
   */
  public record Sample(Instant at, @Nullable Duration total) {}

  /** Begins to sample. */
  public CpuSampler(Supplier<Optional<Duration>> cpuTime) {
    this.cpuTime = cpuTime;
    var unused = timer.scheduleAtFixedRate(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sample() {
    Duration total = cpuTime.get().orElse(null);
    synchronized (samples) {
      samples.add(new Sample(Instant.now(), total));
    }
  }

  /** Returns the samples so far. */
  public List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
