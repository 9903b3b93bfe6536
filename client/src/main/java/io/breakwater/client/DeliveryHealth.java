package io.breakwater.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a bus has taken to deliver, at one moment.
 *
 * @param published messages that {@link Bus#publish} has taken
 * @param sent messages that {@link Outbox#send} has taken
 * @param acknowledged messages of the outbox that a stream has
 * @param backlogMessages messages held now: those of publish that wait for the connection, and
 *     those of the outbox that no stream has acknowledged
 * @param backlogBytes what they are charged with
 * @param backlogAge the age of the oldest of them; zero if there is none
 * @param expectedDrain how long the backlog will take to be gone once connected, while messages
 *     keep coming as they did before the outage; empty if they come faster than they go. Zero if
 *     there is no backlog
 * @param indeterminate messages in all {@link IndeterminateRange}s so far
 * @param undelivered messages that were not delivered, by cause; a cause that has not come up has
 *     no entry
 */
public record DeliveryHealth(
    long published,
    long sent,
    long acknowledged,
    long backlogMessages,
    long backlogBytes,
    Duration backlogAge,
    Optional<Duration> expectedDrain,
    long indeterminate,
    Map<Undelivered.Cause, Long> undelivered) {

  /** Nothing was ever taken. */
  public static final DeliveryHealth NONE =
      new DeliveryHealth(0, 0, 0, 0, 0, Duration.ZERO, Optional.of(Duration.ZERO), 0, Map.of());

  /** Copies the map. */
  public DeliveryHealth {
    undelivered = Map.copyOf(undelivered);
  }
}
