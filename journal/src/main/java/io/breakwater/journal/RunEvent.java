package io.breakwater.journal;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a run: a line of {@code events.jsonl}.
 *
 * @param at when
 * @param source who saw it, such as the name of a pod
 * @param type what it is
 * @param attributes what else is known, JSON values only
 */
public record RunEvent(
    Instant at, String source, String type, Map<String, @Nullable Object> attributes) {

  /**
   * Copies the attributes; absent ones are empty.
   *
   * @throws NullPointerException if at, source or type is null
   */
  public RunEvent {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(type, "type");
    attributes = JsonMap.copy(attributes);
  }
}
