package io.breakwater.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns samples of a process's total processor time into processors kept busy per bin. */
final class CpuBins {
  private CpuBins() {}

  /**
   * A sample.
   *
   * @param atNanos from the start of the timeline; whole numbers, so that the border of a bin is
   *     one
   * @param total processor time that the process had used; null if there is no process
   */
  record Sample(long atNanos, @Nullable Duration total) {}

  /**
   * Returns one average per bin, over the part of it that lies between two samples of one process;
   * null where no part does.
   */
  static List<@Nullable Double> of(List<Sample> samples, long binNanos, int bins) {
    double[] used = new double[bins];
    long[] covered = new long[bins];
    List<Sample> sorted =
        samples.stream().sorted(Comparator.comparingLong(Sample::atNanos)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      spread(sorted.get(i - 1), sorted.get(i), binNanos, used, covered);
    }
    List<@Nullable Double> result = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      result.add(covered[bin] == 0 ? null : used[bin] / covered[bin]);
    }
    return result;
  }

  private static void spread(Sample from, Sample to, long binNanos, double[] used, long[] covered) {
    if (from.total() == null || to.total() == null) {
      return;
    }
    long spent = to.total().minus(from.total()).toNanos();
    long length = to.atNanos() - from.atNanos();
    if (spent < 0 || length <= 0) {
      return;
    }
    int first = (int) Math.max(0, from.atNanos() / binNanos);
    for (int bin = first; bin < used.length && bin * binNanos < to.atNanos(); bin++) {
      long overlap =
          Math.min(to.atNanos(), (bin + 1) * binNanos) - Math.max(from.atNanos(), bin * binNanos);
      if (overlap > 0) {
        used[bin] += (double) spent * overlap / length;
        covered[bin] += overlap;
      }
    }
  }
}
