package io.breakwater.planner.audit;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities of Kubernetes: {@code 512Mi}, {@code 500m}, {@code 1.5}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">
 *     Kubernetes: Quantity</a>
 */
final class Quantity {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([a-zA-Z]{0,2})");

  private static final Map<String, Double> FACTORS =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("m", 1e-3),
          Map.entry("k", 1e3),
          Map.entry("M", 1e6),
          Map.entry("G", 1e9),
          Map.entry("T", 1e12),
          Map.entry("Ki", 0x1p10),
          Map.entry("Mi", 0x1p20),
          Map.entry("Gi", 0x1p30),
          Map.entry("Ti", 0x1p40));

  private Quantity() {}

  /** Returns the number that the text means, if it means one. */
  static OptionalDouble parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    Double factor = matcher.matches() ? FACTORS.get(matcher.group(2)) : null;
    return factor == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(matcher.group(1)) * factor);
  }
}
