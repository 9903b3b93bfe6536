package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.Json;
import io.javalin.http.Context;
import java.time.Duration;

/** How answers are written. */
final class Replies {
  /** Says that the answer is from memory, and how old it is. */
  static final String STALE = "Breakwater-Stale";

  private Replies() {}

  static void json(Context request, int status, Object value) {
    request.status(status).contentType("application/json").result(Json.bytes(value));
  }

  static void problem(Context request, ProblemException answer) {
    answer
        .retryAfter()
        .ifPresent(wait -> request.header("Retry-After", Long.toString(seconds(wait))));
    problem(request, answer.problem());
  }

  static void problem(Context request, Problem problem) {
    request
        .status(problem.status())
        .contentType(Problem.CONTENT_TYPE)
        .result(Json.bytes(problem.members()));
  }

  /** Whole seconds, never too few. */
  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }
}
