package io.breakwater.lab.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much processor time a process used between two moments, from samples of its total: pure. */
final class CpuUse {
  private CpuUse() {}

  /**
   * Returns what was used in the intervals between samples that touch {@code from} to {@code to};
   * null if none of them was measured. A total where there was none before, or that is lower than
   * the one before, is a new process: all it has used is counted, its own start included.
   *
   * @param samples in the order of their times
   */
  static @Nullable Duration between(Instant from, Instant to, List<CpuSampler.Sample> samples) {
    @Nullable Duration used = null;
    for (int i = 1; i < samples.size(); i++) {
      CpuSampler.Sample before = samples.get(i - 1);
      CpuSampler.Sample after = samples.get(i);
      Duration total = after.total();
      if (total != null && before.at().isBefore(to) && after.at().isAfter(from)) {
        used = (used == null ? Duration.ZERO : used).plus(increase(before.total(), total));
      }
    }
    return used;
  }

  private static Duration increase(@Nullable Duration before, Duration after) {
    return before == null || before.compareTo(after) > 0 ? after : after.minus(before);
  }
}
