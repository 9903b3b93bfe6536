package io.breakwater.client;

/** The server, or the account, has no JetStream, which the outbox, streams and consumers need. */
public final class JetStreamNotEnabledException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what what needs it: a message of the outbox, a stream, a consumer
   */
  public JetStreamNotEnabledException(String what) {
    super(what + ": JetStream is not enabled", null);
  }
}
