package io.breakwater.policy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the policy file, the logs and the reports write them: {@code 500ms}, {@code 1m45s}.
 * Whole numbers with a unit each (h, m, s, ms, us, ns), from the large unit to the small.
 */
public final class DurationText {
  private static final String[] SYMBOLS = {"h", "m", "s", "ms", "us", "ns"};
  private static final ChronoUnit[] UNITS = {
    ChronoUnit.HOURS,
    ChronoUnit.MINUTES,
    ChronoUnit.SECONDS,
    ChronoUnit.MILLIS,
    ChronoUnit.MICROS,
    ChronoUnit.NANOS
  };
  private static final Pattern TEXT =
      Pattern.compile(
          "(?=\\d)(?:(\\d{1,18})h)?(?:(\\d{1,18})m(?!s))?(?:(\\d{1,18})s)?"
              + "(?:(\\d{1,18})ms)?(?:(\\d{1,18})us)?(?:(\\d{1,18})ns)?");

  /** A year; anything longer in a policy is a typing error, and would not fit into nanoseconds. */
  static final Duration LONGEST = Duration.ofDays(365);

  private DurationText() {}

  /**
   * Returns the duration that the text means, or empty if it means none: no unit, an unknown unit,
   * a sign, a fraction, or more than a year.
   *
   * @throws NullPointerException if {@code text} is null
   */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    for (int i = 0; i < UNITS.length; i++) {
      String digits = matcher.group(i + 1);
      if (digits != null) {
        long count = Long.parseLong(digits);
        if (count > LONGEST.dividedBy(UNITS[i].getDuration())) {
          return Optional.empty();
        }
        sum = sum.plus(Duration.of(count, UNITS[i]));
      }
    }
    return sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
  }

  /**
   * Returns the shortest text that {@link #parse} turns back into this duration; {@code 0s} for
   * none.
   *
   * @throws IllegalArgumentException if {@code duration} is negative
   */
  public static String format(Duration duration) {
    Check.notNegative(duration, "duration");
    StringBuilder text = new StringBuilder();
    Duration rest = duration;
    for (int i = 0; i < UNITS.length; i++) {
      long count = rest.dividedBy(UNITS[i].getDuration());
      if (count > 0) {
        text.append(count).append(SYMBOLS[i]);
        rest = rest.minus(Duration.of(count, UNITS[i]));
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }
}
