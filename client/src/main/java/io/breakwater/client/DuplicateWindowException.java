package io.breakwater.client;

import io.breakwater.policy.DurationText;
import java.time.Duration;

/** A stream forgets message ids sooner than the outbox stops sending. */
public final class DuplicateWindowException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   * @param stream the stream
   * @param window its duplicate window
   * @param maxAge what the policy says
   */
  public DuplicateWindowException(String what, String stream, Duration window, Duration maxAge) {
    super(
        what
            + ": the duplicate window of stream "
            + stream
            + ", "
            + DurationText.format(window)
            + ", is shorter than outbox.maxAge, "
            + DurationText.format(maxAge),
        null);
  }
}
