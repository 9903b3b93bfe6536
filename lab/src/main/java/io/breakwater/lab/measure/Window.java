package io.breakwater.lab.measure;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The moments of one arm.
 *
 * @param start when the steady state before had been reached; the zero of the timeline
 * @param brokerDown when the broker was killed
 * @param brokerUp when it was seen to accept clients again; null if it never did
 * @param recovered when all were connected again, or when the limit ended the wait for that; null
 *     if the run was stopped before either
 * @param end when the watching ended
 */
public record Window(
    Instant start,
    Instant brokerDown,
    @Nullable Instant brokerUp,
    @Nullable Instant recovered,
    Instant end) {

  /** Returns the end of the recovery, as far as it was watched. */
  Instant disturbedUntil() {
    return recovered == null ? end : recovered;
  }

  /** Returns if the moment lies between the broker's death and the end of the recovery. */
  boolean disturbed(Instant at) {
    return !at.isBefore(brokerDown) && !at.isAfter(disturbedUntil());
  }

  /** Returns the length of that time. */
  Duration disturbance() {
    return Duration.between(brokerDown, disturbedUntil());
  }

  /** Returns if the moment does not lie before the broker's death. */
  boolean sinceBroken(Instant at) {
    return !at.isBefore(brokerDown);
  }
}
