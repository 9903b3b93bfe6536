package io.breakwater.lab.light;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * What all light clients of a fleet have in common. They log in to the target's servers in turn,
 * each beginning with another one.
 *
 * @param target the broker
 * @param connectTimeout from the dial to the first PONG; positive
 * @param name of the connections, before their number
 * @param then what they do once they are connected
 * @param fastLane if the first attempt after a drop is made at once, outside of the schedule; that
 *     attempt never widens
 */
public record LightSettings(
    LightTarget target, Duration connectTimeout, String name, Then then, boolean fastLane) {

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public LightSettings {
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connect timeout: expected more than zero");
    }
  }

  /**
   * Without a fast lane.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public LightSettings(LightTarget target, Duration connectTimeout, String name, Then then) {
    this(target, connectTimeout, name, then, false);
  }

  /** What a light client does once it is connected. */
  public sealed interface Then {
    /** Stays, and answers the server's PINGs. */
    record Stay() implements Then {}

    /** Hangs up and dials anew, at once. */
    record HangUp() implements Then {}

    /**
     * Stays, and measures round trips.
     *
     * @param every between two PINGs; a late PONG delays the next PING
     * @param roundTripNanos takes each round trip, on a thread of the fleet
     */
    record Ping(Duration every, LongConsumer roundTripNanos) implements Then {}
  }
}
