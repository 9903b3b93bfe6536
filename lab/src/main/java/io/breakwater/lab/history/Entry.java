package io.breakwater.lab.history;

import java.time.Instant;
import java.util.Objects;

/**
 * A line of a history.
 *
 * @param nanos since the history began, on a monotonic clock; never less than in the line before
 * @param at wall clock, for people and to compare with logs
 * @param event what was seen
 */
public record Entry(long nanos, Instant at, Event event) {
  /**
   * Checks the fields.
   *
   * @throws NullPointerException if one is null
   */
  public Entry {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(event, "event");
  }
}
