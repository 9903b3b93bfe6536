package io.breakwater.planner.facts;

/**
 * A number of the fleet, and where it is from.
 *
 * @param value over 0
 * @param source for a person: {@code --replicas}, {@code assumed: ...}
 * @param assumed if nobody measured or decided it
 */
public record Figure(double value, String source, boolean assumed) {

  /**
   * Checks the range above.
   *
   * @throws IllegalArgumentException if the value is not a positive number
   */
  public Figure {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(source + ": expected a number over 0, got " + value);
    }
  }

  /** Returns a figure that somebody stated or measured. */
  public static Figure given(double value, String source) {
    return new Figure(value, source, false);
  }
}
