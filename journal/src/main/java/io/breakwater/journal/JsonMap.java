package io.breakwater.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Free JSON objects: ordered, unmodifiable, null values kept (Map.copyOf refuses those). */
final class JsonMap {
  private JsonMap() {}

  /** Returns an unmodifiable copy in the same order; empty if {@code map} is null. */
  static Map<String, @Nullable Object> copy(@Nullable Map<String, @Nullable Object> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
