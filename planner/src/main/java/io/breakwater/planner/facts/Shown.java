package io.breakwater.planner.facts;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.Locale;

/** Numbers as findings and plans write them. */
public final class Shown {
  private Shown() {}

  public static String duration(Duration duration) {
    return DurationText.format(duration);
  }

  /** Returns seconds with as many digits as mean something. */
  public static String seconds(double seconds) {
    return number(seconds) + " s";
  }

  public static String number(double value) {
    if (value >= 10 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.1f", value);
  }

  public static String bytes(double bytes) {
    return bytes >= 0x1p30 ? number(bytes / 0x1p30) + " GiB" : number(bytes / 0x1p20) + " MiB";
  }
}
