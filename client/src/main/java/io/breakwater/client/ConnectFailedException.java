package io.breakwater.client;

/** One pass over all servers found none that would have us: {@code connect nats <url>: <cause>}. */
public final class ConnectFailedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param servers the URLs that were tried, with user info masked
   * @param cause what the last attempt met, in a few words
   */
  public ConnectFailedException(String servers, String cause) {
    super("connect nats " + servers + ": " + cause, null);
  }
}
