package io.breakwater.planner.audit;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Durations as other people's files write them. */
final class Durations {
  /** What a number without a unit means to nats-server and to most clients. */
  static final Duration SECONDS = Duration.ofSeconds(1);

  /** What it means to Spring, and to jnats's own properties. */
  static final Duration MILLIS = Duration.ofMillis(1);

  private static final long MOST_UNITS = 1_000_000_000;

  private Durations() {}

  /**
   * Returns the duration that the text means, if it means one: {@code 2s}, {@code 1m30s}, {@code
   * PT2S}, or a bare number of units, of which there may be parts.
   */
  static Optional<Duration> parse(String text, Duration unit) {
    if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      double units = Math.min(MOST_UNITS, Double.parseDouble(text));
      return Optional.of(Duration.ofNanos(Math.round(units * unit.toNanos())));
    }
    if (text.startsWith("P") || text.startsWith("p")) {
      try {
        Duration duration = Duration.parse(text);
        return duration.isNegative() ? Optional.empty() : Optional.of(duration);
      } catch (DateTimeParseException none) {
        return Optional.empty();
      }
    }
    return DurationText.parse(text);
  }
}
