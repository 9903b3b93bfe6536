package io.breakwater.client;

/** The server, or the account, has no JetStream, which the outbox needs. */
public final class JetStreamNotEnabledException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   */
  public JetStreamNotEnabledException(String what) {
    super(what + ": JetStream is not enabled", null);
  }
}
