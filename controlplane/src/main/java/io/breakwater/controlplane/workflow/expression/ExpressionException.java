package io.breakwater.controlplane.workflow.expression;

/** An expression cannot be read or evaluated; the message is one line that begins with where. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1;

  private final String path;
  private final String problem;

  ExpressionException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  /** Returns where the expression stands, such as {@code steps[2].payload.user}. */
  public String path() {
    return path;
  }

  /** Returns what is wrong with it. */
  public String problem() {
    return problem;
  }
}
