package io.breakwater.client;

/** A stream has refused a message of the outbox. */
public final class StreamRefusedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   * @param answer what the stream said
   */
  public StreamRefusedException(String what, String answer) {
    super(what + ": " + answer, null);
  }
}
