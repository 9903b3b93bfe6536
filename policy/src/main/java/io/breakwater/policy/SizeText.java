package io.breakwater.policy;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as the policy file writes them: {@code 8MiB}, {@code 512KiB}, {@code 1MB}. */
public final class SizeText {
  private record Unit(String symbol, long bytes) {}

  /** From the largest; formatting takes the first that divides without a rest. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("GiB", 1L << 30),
          new Unit("GB", 1_000_000_000L),
          new Unit("MiB", 1L << 20),
          new Unit("MB", 1_000_000L),
          new Unit("KiB", 1L << 10),
          new Unit("KB", 1_000L),
          new Unit("B", 1L));

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})([KMG]i?B|B)");

  private SizeText() {}

  /**
   * Returns the bytes that the text means, or empty if it means none: no unit, an unknown unit, a
   * sign, a fraction, or more than a long holds.
   *
   * @throws NullPointerException if {@code text} is null
   */
  public static OptionalLong parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    for (Unit unit : UNITS) {
      if (unit.symbol.equals(matcher.group(2)) && count <= Long.MAX_VALUE / unit.bytes) {
        return OptionalLong.of(count * unit.bytes);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Returns a text that {@link #parse} turns back into this number of bytes, in the largest unit
   * that needs no fraction.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public static String format(long bytes) {
    Check.atLeast(bytes, 0, "bytes");
    for (Unit unit : UNITS) {
      if (bytes != 0 && bytes % unit.bytes == 0) {
        return bytes / unit.bytes + unit.symbol;
      }
    }
    return "0B";
  }
}
