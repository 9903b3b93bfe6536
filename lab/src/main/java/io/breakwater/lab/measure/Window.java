package io.breakwater.lab.measure;

import java.time.Duration;
import java.time.Instant;

/**
 * The moments of one arm.
 *
 * @param start when the steady state before had been reached
 * @param brokerDown when the broker was killed
 * @param brokerUp when it accepted clients again
 * @param recovered when all were back, or when the limit ended the wait
 * @param end when the watching ended
 */
public record Window(
    Instant start, Instant brokerDown, Instant brokerUp, Instant recovered, Instant end) {

  /** Returns if the moment lies between the broker's death and the end of the recovery. */
  boolean disturbed(Instant at) {
    return !at.isBefore(brokerDown) && !at.isAfter(recovered);
  }

  /** Returns the length of that time. */
  Duration disturbance() {
    return Duration.between(brokerDown, recovered);
  }
}
