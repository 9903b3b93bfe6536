package io.breakwater.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer is at one moment. Counts are since it was made, of this process alone.
 *
 * @param stream its stream
 * @param consumer its durable name
 * @param state what it does now
 * @param running handlers at work
 * @param waiting messages fetched and not begun
 * @param delivered messages that were fetched, each time it came
 * @param redelivered those of them that had been delivered before, to whomever
 * @param acknowledged messages whose handler finished, and that were acknowledged
 * @param failed handlers that threw
 * @param unsettled messages whose handler finished, but whose acknowledgement found no connection
 *     in time: they come again
 * @param deadLettered messages that went to the dead letters
 * @param lastFetchAge how long ago the server last answered a fetch, be it with nothing; empty
 *     before the first
 * @param problem why it is not running; null if it is
 */
public record ConsumerHealth(
    String stream,
    String consumer,
    State state,
    int running,
    int waiting,
    long delivered,
    long redelivered,
    long acknowledged,
    long failed,
    long unsettled,
    long deadLettered,
    Optional<Duration> lastFetchAge,
    @Nullable String problem) {

  /** What a consumer does. */
  public enum State {
    /** Waits for a connection, or is being set up on it. */
    STARTING,
    /** Fetches messages. */
    RUNNING,
    /** Was refused, and tries again. */
    REFUSED,
    /** Is closed. */
    CLOSED
  }
}
