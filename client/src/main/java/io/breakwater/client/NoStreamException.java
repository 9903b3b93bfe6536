package io.breakwater.client;

/** No stream covers the subject of a message of the outbox. */
public final class NoStreamException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   */
  public NoStreamException(String what) {
    super(what + ": no stream covers the subject", null);
  }
}
