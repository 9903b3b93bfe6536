package io.breakwater.journal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Free JSON objects as lines for a person: {@code outageSeconds: 20} is "outage: 20 s". */
final class Labels {
  private static final Map<String, String> UNITS =
      Map.of("Seconds", " s", "Millis", " ms", "Bytes", " bytes", "PerSecond", "/s");

  /** More digits than that are noise in a figure that was measured. */
  private static final MathContext ENOUGH = new MathContext(4);

  private Labels() {}

  /**
   * A line.
   *
   * @param label what it is
   * @param value its value with its unit
   */
  record Line(String label, String value) {}

  static List<Line> of(Map<String, @Nullable Object> map) {
    return map.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
  }

  private static Line line(String key, @Nullable Object value) {
    String suffix =
        UNITS.keySet().stream()
            .filter(unit -> !(value instanceof String) && key.endsWith(unit))
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    String name = key.substring(0, key.length() - suffix.length());
    return new Line(
        words(name), text(value) + (value == null ? "" : UNITS.getOrDefault(suffix, "")));
  }

  private static String words(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return ArmsTable.NOT_MEASURED;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return Double.toString(BigDecimal.valueOf(number).round(ENOUGH).doubleValue());
    }
    return value instanceof Map || value instanceof List
        ? Json.MAPPER.writeValueAsString(value)
        : value.toString();
  }
}
