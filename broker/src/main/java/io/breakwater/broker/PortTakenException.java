package io.breakwater.broker;

/** Somebody else listens on a port that a server was told to use. */
public final class PortTakenException extends BrokerException {

  private final int port;

  /** Creates the exception for {@code port}. */
  public PortTakenException(int port) {
    super("port " + port + " is taken: another process listens on it");
    this.port = port;
  }

  /** Returns the port that is taken. */
  public int port() {
    return port;
  }
}
