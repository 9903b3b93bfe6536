package io.breakwater.cli;

/** A gateway did not do what it was asked for; the message is one line for a person. */
final class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * Creates the exception.
   *
   * @param status the HTTP status; 0 if there was no answer
   */
  GatewayException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** Returns if there was no answer at all. */
  boolean unreachable() {
    return status == 0;
  }

  /** Returns if the gateway is there and its broker is not. */
  boolean brokerAway() {
    return status == 503;
  }

  /** Returns if the same may go well a little later. */
  boolean passing() {
    return status == 0 || status == 429 || status == 503;
  }
}
