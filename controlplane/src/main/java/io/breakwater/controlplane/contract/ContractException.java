package io.breakwater.controlplane.contract;

/** A message is not what it should be; the text is one line that says what and where. */
public class ContractException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public ContractException(String message) {
    super(message);
  }
}
