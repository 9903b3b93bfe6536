package io.breakwater.lab.calibrate;

/** A calibration that cannot be made; the message is one line for a person. */
public final class CalibrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates one. */
  public CalibrationException(String message) {
    super(message);
  }
}
