package io.breakwater.journal;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Renders a journal to one self-contained page: styles, scripts and figures are in it, nothing is
 * loaded from anywhere. Texts of a journal are escaped, whatever they hold.
 */
public final class HtmlReport {

  /** The file's name in the folder of a run. */
  public static final String NAME = "report.html";

  /** The version is that of the parent POM; rendering fails, and so do the tests, if it is not. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private HtmlReport() {}

  /** Returns the page. */
  public static String render(Journal journal) {
    Template template = Mustache.compiler().nullValue("").compile(resource("report.mustache"));
    return template.execute(
        new ReportView(
            journal,
            resource(UPLOT + "uPlot.min.css") + "\n" + resource("report.css"),
            resource(UPLOT + "uPlot.iife.min.js") + "\n" + resource("report.js")));
  }

  /**
   * Writes the page; a reader sees the old one or the new one, never half of one.
   *
   * @throws JournalException if the file cannot be written
   */
  public static void write(Path file, Journal journal) {
    JournalFile.writeAtomically(file, render(journal));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the classpath: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
