package io.breakwater.simulator;

import java.util.Locale;

/** Bands as reports write them: the median, and the bounds where chance matters. */
public final class BandText {
  /** Bounds nearer than this part of the median are not worth their room. */
  private static final double NARROW = 0.02;

  private BandText() {}

  /** Returns a time with its bounds; "never" where it did not come. */
  public static String seconds(Band band) {
    if (Double.isInfinite(band.low())) {
      return "never";
    }
    return band.high() - band.low() <= NARROW * band.median()
        ? time(band.median())
        : "%s (%s to %s)".formatted(time(band.median()), time(band.low()), time(band.high()));
  }

  private static String time(double seconds) {
    return Double.isInfinite(seconds)
        ? "never"
        : String.format(Locale.ROOT, seconds < 1 ? "%.2f s" : "%.1f s", seconds);
  }

  /** Returns a count with its bounds, where they differ. */
  public static String count(Band band) {
    return number(band.low()).equals(number(band.high()))
        ? number(band.median())
        : "%s (%s to %s)".formatted(number(band.median()), number(band.low()), number(band.high()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
