package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.workflow.expression.Expression;
import io.breakwater.controlplane.workflow.expression.ExpressionException;
import io.breakwater.controlplane.workflow.expression.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds expressions that cannot be read, or name a step whose result they do not see. */
final class ExpressionChecks {
  private ExpressionChecks() {}

  static void run(List<StepDefinition> steps, Problems problems) {
    for (int i = 0; i < steps.size(); i++) {
      StepDefinition step = steps.get(i);
      String path = "steps[" + i + "]";
      Set<String> seen = new HashSet<>(step.dependsOn());
      for (Expression expression : expressions(step, path, problems)) {
        check(expression, seen, problems);
      }
    }
  }

  private static List<Expression> expressions(StepDefinition step, String path, Problems problems) {
    List<Expression> all = new ArrayList<>();
    if (step.forEach() != null) {
      all.add(new Expression(path + ".forEach", step.forEach()));
    }
    try {
      all.addAll(new Template(path + ".payload", step.payload()).expressions());
    } catch (ExpressionException e) {
      problems.add(e.path(), e.problem());
    }
    return all;
  }

  private static void check(Expression expression, Set<String> seen, Problems problems) {
    try {
      for (String name : expression.steps()) {
        if (!seen.contains(name)) {
          problems.add(
              expression.path(),
              "\"steps."
                  + name
                  + "\" is seen only by a step that has \""
                  + name
                  + "\" in its dependsOn");
        }
      }
    } catch (ExpressionException e) {
      problems.add(e.path(), e.problem());
    }
  }
}
