package io.breakwater.client;

/** Nobody is subscribed to the subject of a request, so no reply can come. */
public final class NoRespondersException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param subject the subject of the request
   */
  public NoRespondersException(String subject) {
    super("request to " + subject + ": no responders", null);
  }
}
