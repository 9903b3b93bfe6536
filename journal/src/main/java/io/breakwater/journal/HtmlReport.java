package io.breakwater.journal;

import java.nio.file.Path;

/**
 * Renders a journal to one self-contained page: styles, scripts and figures are in it, nothing is
 * loaded from anywhere. Texts of a journal are escaped, whatever they hold.
 */
public final class HtmlReport {

  /** The file's name in the folder of a run. */
  public static final String NAME = "report.html";

  private HtmlReport() {}

  /** Returns the page. */
  public static String render(Journal journal) {
    String js = ReportPage.charts() + "\n" + ReportPage.resource(HtmlReport.class, "report.js");
    return ReportPage.render(
        HtmlReport.class, "report.mustache", new ReportView(journal, ReportPage.css(), js));
  }

  /**
   * Writes the page; a reader sees the old one or the new one, never half of one.
   *
   * @throws JournalException if the file cannot be written
   */
  public static void write(Path file, Journal journal) {
    ReportPage.write(file, render(journal));
  }
}
