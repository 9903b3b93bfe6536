package io.breakwater.planner.plan;

import io.breakwater.journal.ReportPage;

/** The plan as one self-contained page, with the curve of recovery against burst. */
public final class PlanReport {
  /** The file's name. */
  public static final String NAME = "report.html";

  private PlanReport() {}

  /** Returns the page. */
  public static String render(Plan plan) {
    String js = ReportPage.charts() + "\n" + ReportPage.resource(PlanReport.class, "plan.js");
    return ReportPage.render(
        PlanReport.class, "plan.mustache", new PlanView(plan, ReportPage.css(), js));
  }
}
