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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples the CPU time of a process ten times a second. */
public final class CpuSampler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CpuSampler.class);
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

  /**
   * Begins to sample.
   *
   * @param cpuTime what the process has used since it began; empty if there is none
   */
  public CpuSampler(Supplier<Optional<Duration>> cpuTime) {
    this.cpuTime = cpuTime;
    var unused = timer.scheduleAtFixedRate(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins to sample the process that it runs in. */
  public static CpuSampler ofThisProcess() {
    return new CpuSampler(() -> ProcessHandle.current().info().totalCpuDuration());
  }

  private void sample() {
    Duration total = cpuTimeNow();
    synchronized (samples) {
      samples.add(new Sample(Instant.now(), total));
    }
  }

  /** A process that ends while it is looked at is one that cannot be measured, no more. */
  private @Nullable Duration cpuTimeNow() {
    try {
      return cpuTime.get().orElse(null);
    } catch (RuntimeException e) {
      // Thrown on, it would silently end the timer.
      log.debug("no CPU time: {}", e.toString());
      return null;
    }
  }

  /** Returns the samples so far, in the order of their times. */
  public List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  /** Ends the sampling; the samples stay. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
