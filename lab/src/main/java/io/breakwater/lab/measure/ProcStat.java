package io.breakwater.lab.measure;

import java.util.Arrays;

/**
 * The processors' lines of {@code /proc/stat} (proc_stat(5)): user, nice, system, idle, iowait,
 * irq, softirq, steal, in ticks since boot; what a virtual machine's host took (steal) was not ours
 * either. Guests are in user already.
 *
 * @param idle ticks in which a processor had nothing to do
 * @param all all ticks, of all processors
 * @param processors how many there are
 */
record ProcStat(long idle, long all, int processors) {
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int BEFORE_GUESTS = 8;

  /**
   * Reads the file.
   *
   * @throws NumberFormatException if it is none
   */
  static ProcStat of(String text) {
    String total =
        text.lines()
            .filter(line -> line.startsWith("cpu "))
            .findFirst()
            .orElseThrow(() -> new NumberFormatException("no line of all processors"));
    long[] ticks =
        Arrays.stream(total.strip().split(" +"))
            .skip(1)
            .limit(BEFORE_GUESTS)
            .mapToLong(Long::parseLong)
            .toArray();
    if (ticks.length <= WAITING) {
      throw new NumberFormatException("too few figures: " + total);
    }
    int processors = (int) text.lines().filter(line -> line.matches("cpu[0-9]+ .*")).count();
    return new ProcStat(
        ticks[IDLE] + ticks[WAITING], Arrays.stream(ticks).sum(), Math.max(1, processors));
  }

  /** Returns how many processors were busy since then, on average. */
  double busySince(ProcStat then) {
    long ticks = all - then.all;
    return ticks <= 0 ? 0 : processors * (ticks - (idle - then.idle)) / (double) ticks;
  }
}
