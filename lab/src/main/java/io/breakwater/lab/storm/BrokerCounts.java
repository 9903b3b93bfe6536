package io.breakwater.lab.storm;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.Monitoring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows how many connections a broker counts from a moment on, through its own restarts: ten
 * times a second it asks for the total since the broker's start.
 */
public final class BrokerCounts implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;
  private static final long SETTLED_NANOS = 500_000_000;

  private final Monitoring monitoring;
  private long lastTotal;
  private final List<Sample> samples = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "breakwater-lab-broker-counts");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What the broker said.
   *
   * @param nanos when it answered, on the monotonic clock
   * @param total the connections it has counted since the first sample
   */
  public record Sample(long nanos, long total) {}

  /** Begins to follow a broker that has just started. */
  BrokerCounts(Monitoring monitoring) {
    this(monitoring, 0);
  }

  private BrokerCounts(Monitoring monitoring, long countedSoFar) {
    this.monitoring = monitoring;
    lastTotal = countedSoFar;
    samples.add(new Sample(System.nanoTime(), 0));
    var unused = timer.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to follow a broker that has been up for a while: what it has counted so far is left out.
   *
   * @throws BrokerException if it does not answer
   */
  public static BrokerCounts fromNow(Monitoring monitoring) {
    return new BrokerCounts(monitoring, monitoring.varz().totalConnections());
  }

  private void look() {
    try {
      long total = monitoring.varz().totalConnections();
      synchronized (samples) {
        // A broker that was restarted begins anew.
        long more = total < lastTotal ? total : total - lastTotal;
        lastTotal = total;
        long before = samples.get(samples.size() - 1).total();
        samples.add(new Sample(System.nanoTime(), before + more));
      }
    } catch (BrokerException e) {
      // It is too busy, or dead; the next look may tell.
      return;
    }
  }

  /** Returns what the broker said so far. */
  public List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  /** Returns if since that moment it has answered for half a second and counted nobody more. */
  boolean settledSince(long nanos) {
    List<Sample> recent = samples().stream().filter(it -> it.nanos() - nanos > 0).toList();
    if (recent.isEmpty()) {
      return false;
    }
    Sample last = recent.get(recent.size() - 1);
    return recent.stream()
        .anyMatch(it -> it.total() == last.total() && last.nanos() - it.nanos() >= SETTLED_NANOS);
  }

  /** Returns the last total; null if the broker never answered. */
  public static @Nullable Long total(List<Sample> samples) {
    return samples.size() < 2 ? null : Long.valueOf(samples.get(samples.size() - 1).total());
  }

  /**
   * Returns the most connections between two samples that are at most a window apart, which is at
   * most the true peak; null if the broker never answered. Where it was silent for longer, what
   * came meanwhile is divided evenly: in some window there were as many.
   */
  public static @Nullable Integer peak(List<Sample> samples, Duration window) {
    if (samples.size() < 2) {
      return null;
    }
    long most = 0;
    int first = 0;
    for (int last = 1; last < samples.size(); last++) {
      while (first < last - 1
          && samples.get(last).nanos() - samples.get(first).nanos() > window.toNanos()) {
        first++;
      }
      long more = samples.get(last).total() - samples.get(first).total();
      long windows =
          ceilDiv(samples.get(last).nanos() - samples.get(first).nanos(), window.toNanos());
      most = Math.max(most, ceilDiv(more, Math.max(1, windows)));
    }
    return (int) most;
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
