package io.breakwater.client;

/**
 * Thrown by a {@link ConsumerHandler} for a message that no repetition mends: it goes to the dead
 * letters at once.
 */
public final class MessageRejectedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param reason what is wrong with the message; the dead letter carries it
   */
  public MessageRejectedException(String reason) {
    super(reason, null);
  }
}
