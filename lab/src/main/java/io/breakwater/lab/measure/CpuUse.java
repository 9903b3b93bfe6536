package io.breakwater.lab.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much processor time a process used between two moments, from samples of its total: pure. */
public final class CpuUse {
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

  /**
   * Returns what one process that lives all the time used from one moment to another; null if there
   * is no sample before the first one, or no time between them. Where a moment lies between two
   * samples, what was used between them counts in proportion: a busy machine leaves long gaps. What
   * was used after the last sample is not known, and not counted.
   *
   * @param samples in the order of their times
   */
  public static @Nullable Duration ofOneProcess(
      Instant from, Instant to, List<CpuSampler.Sample> samples) {
    Duration before = totalAt(from, samples);
    Duration after = totalAt(to, samples);
    return before == null || after == null || !from.isBefore(to) ? null : after.minus(before);
  }

  private static @Nullable Duration totalAt(Instant moment, List<CpuSampler.Sample> samples) {
    Instant at = Instant.MIN;
    Duration total = null;
    for (CpuSampler.Sample next : samples) {
      Duration nextTotal = next.total();
      if (nextTotal != null && next.at().isAfter(moment)) {
        return total == null
            ? null
            : total.plus(part(nextTotal.minus(total), at, moment, next.at()));
      }
      if (nextTotal != null) {
        at = next.at();
        total = nextTotal;
      }
    }
    return total;
  }

  private static Duration part(Duration used, Instant from, Instant moment, Instant to) {
    double share =
        (double) Duration.between(from, moment).toNanos() / Duration.between(from, to).toNanos();
    return Duration.ofNanos(Math.round(used.toNanos() * share));
  }

  private static Duration increase(@Nullable Duration before, Duration after) {
    return before == null || before.compareTo(after) > 0 ? after : after.minus(before);
  }
}
