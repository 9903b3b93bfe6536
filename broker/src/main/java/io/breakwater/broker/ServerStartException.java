package io.breakwater.broker;

import java.util.List;

/** A server ended, or did not accept connections in time, when it was started. */
public final class ServerStartException extends BrokerException {

  private final List<String> lastLogLines;

  /**
   * Creates the exception.
   *
   * @param message one line
   * @param lastLogLines what the server wrote last, oldest first
   */
  public ServerStartException(String message, List<String> lastLogLines) {
    super(message);
    this.lastLogLines = List.copyOf(lastLogLines);
  }

  /** Returns what the server wrote last, oldest first; may be empty. */
  public List<String> lastLogLines() {
    return lastLogLines;
  }
}
