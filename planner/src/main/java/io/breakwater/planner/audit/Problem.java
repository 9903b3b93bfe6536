package io.breakwater.planner.audit;

/**
 * Something that could not be read, and so was not audited. One line, and never a secret.
 *
 * @param place where
 * @param message what is wrong and what was expected
 */
public record Problem(Place place, String message) {

  /** Returns {@code file:line: message}, without a line where it is the whole file. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
