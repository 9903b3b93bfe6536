package io.breakwater.lab.delivery;

import io.breakwater.lab.measure.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks ten times a second at how much the publishers hold. */
final class HeldSampler implements AutoCloseable {
  private final Instant start;
  private final LongSupplier held;
  private final List<@Nullable Integer> samples = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins to look.
   *
   * @param start the zero of the timeline
   * @param held how many now; negative if nobody can say
   */
  HeldSampler(Instant start, LongSupplier held) {
    this.start = start;
    this.held = held;
    thread = new Thread(this::run, "breakwater-lab-held");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        long due = bins();
        var unused = Await.within(Duration.ofMinutes(1), () -> closed || bins() > due);
        long now = held.getAsLong();
        synchronized (samples) {
          // A look that came late counts for the bins that it missed.
          while (samples.size() < bins()) {
            samples.add(now < 0 ? null : Integer.valueOf((int) now));
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private long bins() {
    return Duration.between(start, Instant.now()).toMillis() / Bins.BIN.toMillis();
  }

  /** Returns what was held at the end of each bin; null if nobody could say. */
  @Nullable List<@Nullable Integer> samples() {
    synchronized (samples) {
      boolean some = samples.stream().anyMatch(Objects::nonNull);
      // Not List.copyOf, which takes no null.
      return some ? new ArrayList<>(samples) : null;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
