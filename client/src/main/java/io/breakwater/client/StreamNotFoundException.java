package io.breakwater.client;

/** A stream does not exist, and the bus was not told how to make it. */
public final class StreamNotFoundException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param stream which stream
   * @param what who wants it
   */
  public StreamNotFoundException(String stream, String what) {
    super(what + ": there is no stream " + stream, null);
  }
}
