package io.breakwater.broker;

/** The server read its configuration and refused it; the message carries the server's own words. */
public final class ConfigRefusedException extends BrokerException {

  /** Creates the exception with the line that the server wrote. */
  public ConfigRefusedException(String serverLine) {
    super("nats-server refused its configuration: " + serverLine);
  }
}
