package io.breakwater.client;

/**
 * The bus has no server at the moment, so the message was refused: it was not sent and not kept.
 */
public final class NotConnectedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what what was refused, such as {@code publish to sys.heartbeat}
   */
  public NotConnectedException(String what) {
    super(what + ": nats disconnected", null);
  }
}
