package io.breakwater.client;

/**
 * No stream covers a subject: of a message of the outbox, of what a consumer is to consume, or of
 * its dead letters.
 */
public final class NoStreamException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what what needs the stream, with the subject
   */
  public NoStreamException(String what) {
    super(what + ": no stream covers the subject", null);
  }
}
