package io.breakwater.planner.audit;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.Locale;

/** Numbers as findings write them. */
final class Shown {
  private Shown() {}

  static String duration(Duration duration) {
    return DurationText.format(duration);
  }

  /** Returns seconds with as many digits as mean something. */
  static String seconds(double seconds) {
    return number(seconds) + " s";
  }

  static String number(double value) {
    if (value >= 10 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.1f", value);
  }

  static String bytes(double bytes) {
    return bytes >= 0x1p30 ? number(bytes / 0x1p30) + " GiB" : number(bytes / 0x1p20) + " MiB";
  }
}
