package io.breakwater.lab.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what happens in bins of 100 ms. Thread-safe. */
final class Bins {
  static final Duration BIN = Duration.ofMillis(100);

  private static final int FIRST_ROOM = 1_024;

  /** A fault in a clock must not fill the memory: a day. */
  private static final int MOST = 864_000;

  private final Instant start;
  private int[] counts = new int[FIRST_ROOM];

  Bins(Instant start) {
    this.start = start;
  }

  /** Counts one; what was before the start is left out. */
  void add(Instant at) {
    add(at, 1);
  }

  /** Counts some. */
  synchronized void add(Instant at, int many) {
    long bin = Math.floorDiv(Duration.between(start, at).toNanos(), BIN.toNanos());
    if (bin < 0 || bin >= MOST) {
      return;
    }
    if (bin >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max((int) bin + 1, 2 * counts.length));
    }
    counts[(int) bin] += many;
  }

  /** Returns the bins from the start to the end. */
  synchronized List<@Nullable Integer> until(Instant end) {
    int bins = (int) Math.min(MOST, Duration.between(start, end).toMillis() / BIN.toMillis() + 1);
    List<@Nullable Integer> list = new ArrayList<>(bins);
    for (int i = 0; i < bins; i++) {
      list.add(i < counts.length ? counts[i] : 0);
    }
    return list;
  }
}
