package io.breakwater.client;

/**
 * A message of the outbox was the oldest when another one needed room. If it was sent before, and
 * the connection ended before an answer came, its stream may have it all the same.
 */
public final class MessageDroppedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   */
  public MessageDroppedException(String what) {
    super(what + ": dropped for a newer one", null);
  }
}
