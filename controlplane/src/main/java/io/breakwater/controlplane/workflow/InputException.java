package io.breakwater.controlplane.workflow;

/** A step has no input that it could work with; the message is one line. */
final class InputException extends Exception {
  private static final long serialVersionUID = 1;

  /** The code of the error of a step that failed so. */
  static final String CODE = "input";

  InputException(String message) {
    super(message);
  }
}
