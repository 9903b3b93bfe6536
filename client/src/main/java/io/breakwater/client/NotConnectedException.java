package io.breakwater.client;

/**
 * The bus has no server at the moment, so the message was refused: it was not sent and not kept.
 */
public final class NotConnectedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception, with a stack trace: it tells whose message was refused. 60 frames cost
   * 1.6 us and 2 KB, so 10,000 refused messages/s take 2 % of one core, and the probes do not feel
   * it (docs/benchmarks.md).
   *
   * @param what what was refused, such as {@code publish to sys.heartbeat}
   */
  public NotConnectedException(String what) {
    super(what + ": nats disconnected", null);
  }
}
