package io.breakwater.planner.audit;

/** A text that cannot be read; becomes a {@link Problem} where the reading began. */
final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  UnreadableException(Place place, String message) {
    super(message);
    this.problem = new Problem(place, message);
  }

  Problem problem() {
    return problem;
  }
}
