package io.breakwater.controlplane.gateway;

import java.time.Duration;
import java.util.Optional;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final transient Optional<Duration> retryAfter;

  ProblemException(Problem problem, Optional<Duration> retryAfter) {
    // No stack trace: it is an answer, and anybody can ask for many of them.
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  ProblemException(ProblemType type, String detail) {
    this(Problem.of(type, detail), Optional.empty());
  }

  /** Returns what is thrown for an unknown id. */
  static ProblemException notFound(String what, String id) {
    return new ProblemException(ProblemType.NOT_FOUND, "no " + what + " " + id);
  }

  /** Returns what is thrown while the broker is away, or does not answer. */
  static ProblemException unavailable(String detail) {
    return later(ProblemType.UNAVAILABLE, detail);
  }

  /** Returns what is thrown while nobody is there who could do it. */
  static ProblemException noService(String detail) {
    return later(ProblemType.NO_SERVICE, detail);
  }

  /** Returns what is thrown while there is no room. */
  static ProblemException busy(String detail) {
    return later(ProblemType.BUSY, detail);
  }

  private static ProblemException later(ProblemType type, String detail) {
    return new ProblemException(Problem.of(type, detail), Optional.of(Duration.ofSeconds(2)));
  }

  /** Returns if it is a 503: nobody can be asked, or nobody has room, for now. */
  boolean isForNow() {
    return problem.status() == ProblemType.UNAVAILABLE.status();
  }

  Problem problem() {
    return problem;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
