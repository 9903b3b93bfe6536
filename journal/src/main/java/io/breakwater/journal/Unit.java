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
   * Returns the figure with its unit: without decimals where things are counted in whole numbers
   * and from 1,000 on, with two under 1 (ratios: under 10), with one between. What rounds to
   * nothing, but is more, reads "under 0.01".
   */
  public String format(double value) {
    if (this == FLAG) {
      return value == 0 ? "no" : "yes";
    }
    double size = Math.abs(value);
    if (size > 0 && size < 0.01) {
      return "under 0.01" + suffix;
    }
    boolean counted = this == COUNT || this == PER_SECOND || this == PER_MINUTE;
    boolean whole = size == 0 || size >= 1000 || (counted && value == Math.rint(value));
    boolean fine = size < 1 || (this == RATIO && size < 10);
    int decimals = whole ? 0 : fine ? 2 : 1;
    return String.format(Locale.ROOT, "%,." + decimals + "f%s", value, suffix);
  }
}
