package io.breakwater.client;

/** There is no room to hold a message; it was not sent and not kept. */
public final class BufferFullException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what what was asked, with the subject
   * @param full what is full
   */
  public BufferFullException(String what, String full) {
    super(what + ": " + full, null);
  }
}
