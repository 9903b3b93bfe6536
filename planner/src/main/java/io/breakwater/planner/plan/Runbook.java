package io.breakwater.planner.plan;

import com.samskivert.mustache.Mustache;
import io.breakwater.journal.ReportPage;

/**
 * The plan as a Markdown page to act by: in staging, while it is rolled out, and in an incident.
 */
public final class Runbook {
  /** The file's name. */
  public static final String NAME = "runbook.md";

  private Runbook() {}

  /** Returns the page. */
  public static String render(Plan plan) {
    return Mustache.compiler()
        .escapeHTML(false)
        .compile(ReportPage.resource(Runbook.class, "runbook.mustache"))
        .execute(new RunbookView(plan, new Thresholds(plan)));
  }
}
