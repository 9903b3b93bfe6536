package io.breakwater.client;

/** A message is larger than the server takes, or than what may be held. */
public final class MessageTooLargeException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what what was asked, with the subject
   * @param bytes the size of the message
   * @param limit what it exceeds
   * @param limitBytes how much that is
   */
  public MessageTooLargeException(String what, long bytes, String limit, long limitBytes) {
    super(what + ": " + bytes + " bytes are over " + limit + " of " + limitBytes, null);
  }
}
