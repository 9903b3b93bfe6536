package io.breakwater.journal;

import java.util.Locale;

/** How a figure is written, once for the terminal and the report. */
public enum Unit {
  /** Things that are counted. */
  COUNT(""),
  /** Seconds. */
  SECONDS(" s"),
  /** Milliseconds. */
  MILLIS(" ms"),
  /** Things per second. */
  PER_SECOND("/s"),
  /** Things per minute. */
  PER_MINUTE("/min"),
  /** One figure over another. */
  RATIO("×"),
  /** Yes or no. */
  FLAG("");

  private final String suffix;

  Unit(String suffix) {
    this.suffix = suffix;
  }

  /**
   * Returns the figure with its unit: whole numbers without decimals, under 1 with two, up to 1,000
   * with one, beyond with none. What rounds to nothing, but is more, reads "under 0.01".
   */
  public String format(double value) {
    if (this == FLAG) {
      return value == 0 ? "no" : "yes";
    }
    double size = Math.abs(value);
    if (size > 0 && size < 0.01) {
      return "under 0.01" + suffix;
    }
    boolean whole = value == 0 || (value == Math.rint(value) && (this == COUNT || size >= 1000));
    int decimals = whole || size >= 1000 ? 0 : size < 1 ? 2 : 1;
    return String.format(Locale.ROOT, "%,." + decimals + "f%s", value, suffix);
  }
}
