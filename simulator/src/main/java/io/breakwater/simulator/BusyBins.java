package io.breakwater.simulator;

import java.util.Arrays;

/** How many processors of a tier were busy, bin by bin. Not thread-safe. */
final class BusyBins {
  private double[] nanos = new double[256];

  void add(long from, long to, int busy) {
    if (busy == 0) {
      return;
    }
    int last = (int) ((to - 1) / Tally.BIN);
    if (last >= nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * last);
    }
    for (int bin = (int) (from / Tally.BIN); bin <= last; bin++) {
      long overlap = Math.min(to, (bin + 1) * Tally.BIN) - Math.max(from, bin * Tally.BIN);
      nanos[bin] += (double) overlap * busy;
    }
  }

  /** Returns the average of each bin. */
  double[] averages(int bins) {
    return Arrays.stream(Arrays.copyOf(nanos, bins)).map(busy -> busy / Tally.BIN).toArray();
  }
}
