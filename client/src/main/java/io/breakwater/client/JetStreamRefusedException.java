package io.breakwater.client;

/** The server has refused a stream or a consumer, for a reason of its own. */
public final class JetStreamRefusedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what which stream or consumer
   * @param answer what the server said
   */
  public JetStreamRefusedException(String what, String answer) {
    super(what + ": " + answer, null);
  }
}
