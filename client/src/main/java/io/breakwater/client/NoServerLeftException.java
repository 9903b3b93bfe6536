package io.breakwater.client;

/** Every server of the pool failed {@code reconnect.maxAttempts} times in a row and was removed. */
public final class NoServerLeftException extends BusException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public NoServerLeftException() {
    super("no server left: each failed reconnect.maxAttempts times in a row", null);
  }
}
