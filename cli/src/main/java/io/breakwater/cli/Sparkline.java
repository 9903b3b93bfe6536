package io.breakwater.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A series as one line of bars. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final char NONE = '·';

  private Sparkline() {}

  /**
   * Returns the series; where a column stands for several bins it shows the largest of them, so
   * that no wave is lost.
   *
   * @param perColumn how many bins share a column, at least 1
   * @param top the value of the tallest bar, at least 1; the same for all lines to be compared
   */
  static String of(List<@Nullable Integer> bins, int perColumn, int top) {
    StringBuilder line = new StringBuilder();
    for (int from = 0; from < bins.size(); from += perColumn) {
      int largest =
          bins.subList(from, Math.min(bins.size(), from + perColumn)).stream()
              .filter(Objects::nonNull)
              .mapToInt(Integer::intValue)
              .max()
              .orElse(0);
      line.append(bar(largest, top));
    }
    return line.toString();
  }

  private static char bar(int value, int top) {
    if (value == 0) {
      return NONE;
    }
    int step = (int) Math.ceil((double) BARS.length() * value / top);
    return BARS.charAt(Math.min(BARS.length(), step) - 1);
  }
}
