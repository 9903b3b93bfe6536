package io.breakwater.client;

/** A message could not be written to the directory of the outbox; it was not kept. */
public final class OutboxWriteException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what the message
   * @param directory the directory
   * @param problem what went wrong
   */
  public OutboxWriteException(String what, String directory, String problem) {
    super(what + ": outbox directory " + directory + ": " + problem, null);
  }
}
