package io.breakwater.planner.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** The files that a plan is. */
public final class PlanFiles {
  private PlanFiles() {}

  /** Returns their texts by their names. */
  public static Map<String, String> of(Plan plan) {
    Map<String, String> files = new LinkedHashMap<>();
    for (Start start : plan.starts()) {
      files.put(start.name() + ".yaml", PolicyYaml.of(start.policy()));
      files.put(ProbePatch.name(start), ProbePatch.of(start));
      files.put(SystemdUnit.name(start), SystemdUnit.of(start));
    }
    files.put(Runbook.NAME, Runbook.render(plan));
    files.put(PlanReport.NAME, PlanReport.render(plan));
    return files;
  }
}
