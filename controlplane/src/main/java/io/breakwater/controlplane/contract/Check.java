package io.breakwater.controlplane.contract;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of fields; each failure is a line that names the field and what was expected. */
final class Check {
  private Check() {}

  static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw new ContractException(field + ": missing");
    }
    return value;
  }

  static void version(int version) {
    if (version < 1) {
      throw new ContractException("version: expected 1 or more, got " + version);
    }
  }

  static void range(long value, long from, long to, String field) {
    if (value < from || value > to) {
      throw new ContractException(field + ": expected " + from + " to " + to + ", got " + value);
    }
  }

  static Map<String, String> labels(@Nullable Map<String, String> labels, String field) {
    if (labels == null) {
      return Map.of();
    }
    range(labels.size(), 0, Limits.LABELS, field + ": number of entries");
    labels.forEach(
        (key, value) -> {
          if (key.isEmpty() || tooLong(key) || value == null || tooLong(value)) {
            throw new ContractException(
                field
                    + ": expected keys and values of at most "
                    + Limits.LABEL_CHARACTERS
                    + " characters");
          }
        });
    return Map.copyOf(labels);
  }

  private static boolean tooLong(String text) {
    return text.length() > Limits.LABEL_CHARACTERS;
  }
}
