package io.breakwater.journal;

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
   * @param at seconds from the start of the timeline
   * @param total processor seconds that the process had used; null if there is no process
   */
  record Sample(double at, @Nullable Double total) {}

  /**
   * Returns one average per bin, over the part of it that lies between two samples of one process;
   * null where no part does.
   */
  static List<@Nullable Double> of(List<Sample> samples, double binSeconds, int bins) {
    double[] used = new double[bins];
    double[] covered = new double[bins];
    List<Sample> sorted = samples.stream().sorted(Comparator.comparingDouble(Sample::at)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      spread(sorted.get(i - 1), sorted.get(i), binSeconds, used, covered);
    }
    List<@Nullable Double> result = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      result.add(covered[bin] == 0 ? null : used[bin] / covered[bin]);
    }
    return result;
  }

  private static void spread(
      Sample from, Sample to, double binSeconds, double[] used, double[] covered) {
    if (from.total() == null || to.total() == null) {
      return;
    }
    double spent = to.total() - from.total();
    if (spent < 0 || to.at() <= from.at()) {
      return;
    }
    double rate = spent / (to.at() - from.at());
    int first = Math.max(0, (int) (from.at() / binSeconds));
    for (int bin = first; bin < used.length && bin * binSeconds < to.at(); bin++) {
      double overlap =
          Math.min(to.at(), (bin + 1) * binSeconds) - Math.max(from.at(), bin * binSeconds);
      if (overlap > 0) {
        used[bin] += rate * overlap;
        covered[bin] += overlap;
      }
    }
  }
}
