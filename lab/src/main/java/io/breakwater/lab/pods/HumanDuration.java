package io.breakwater.lab.pods;

import java.time.Duration;

/**
 * A duration as kubectl writes it: {@code 45s}, {@code 2m10s}, {@code 3h}. Source: {@code
 * HumanDuration} in k8s.io/apimachinery/pkg/util/duration.
 */
final class HumanDuration {

  private HumanDuration() {}

  /** Returns the text, with two significant units where one would be too coarse. */
  static String format(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    if (seconds < 120) {
      return seconds + "s";
    } else if (minutes < 10) {
      return pair(minutes, "m", seconds % 60, "s");
    } else if (hours < 3) {
      return minutes + "m";
    } else if (hours < 8) {
      return pair(hours, "h", minutes % 60, "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (hours < 8 * 24) {
      return pair(hours / 24, "d", hours % 24, "h");
    }
    return hours / 24 + "d";
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }
}
