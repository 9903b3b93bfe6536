package io.breakwater.client;

import io.breakwater.policy.DurationText;
import java.time.Duration;

/** No stream has acknowledged a message of the outbox in time. */
public final class MessageExpiredException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   * @param maxAge the age at which it expired
   * @param last what happened to it last
   */
  public MessageExpiredException(String what, Duration maxAge, String last) {
    super(
        what + ": not acknowledged within " + DurationText.format(maxAge) + " (" + last + ")",
        null);
  }
}
