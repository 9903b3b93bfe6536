package io.breakwater.client;

/** The directory of the outbox cannot be used. */
public final class OutboxDirectoryException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param directory the directory
   * @param problem why not
   */
  public OutboxDirectoryException(String directory, String problem) {
    super("outbox.directory " + directory + ": " + problem, null);
  }
}
