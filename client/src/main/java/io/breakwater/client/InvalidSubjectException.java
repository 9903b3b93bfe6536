package io.breakwater.client;

/** The subject of a message is empty, has wildcards or is not valid. */
public final class InvalidSubjectException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param what what was asked, with the subject
   * @param problem what is wrong with it
   */
  public InvalidSubjectException(String what, String problem) {
    super(what + ": " + problem, null);
  }
}
