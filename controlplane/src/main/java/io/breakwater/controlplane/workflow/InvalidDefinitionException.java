package io.breakwater.controlplane.workflow;

import java.util.List;

/** A definition cannot be used; says everything that was found. */
public final class InvalidDefinitionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  InvalidDefinitionException(List<Problem> problems) {
    super(
        problems.get(0)
            + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
    this.problems = List.copyOf(problems);
  }

  /** Returns the problems, at least one and at most {@link Problems#MOST}. */
  public List<Problem> problems() {
    return problems;
  }
}
