package io.breakwater.journal;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What all reports have in common: one style, one chart library, and pages that load nothing from
 * anywhere.
 */
public final class ReportPage {
  /** The version is that of the parent POM; rendering fails, and so do the tests, if it is not. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private ReportPage() {}

  /** Returns the style sheets. */
  public static String css() {
    return resource(ReportPage.class, UPLOT + "uPlot.min.css")
        + "\n"
        + resource(ReportPage.class, "report.css");
  }

  /** Returns the chart library. */
  public static String charts() {
    return resource(ReportPage.class, UPLOT + "uPlot.iife.min.js");
  }

  /**
   * Renders a template; texts are escaped, whatever they hold.
   *
   * @param beside a class in whose package the template lies
   * @param name its file
   * @param view what it reads, by the names of its methods
   */
  public static String render(Class<?> beside, String name, Object view) {
    Template template = Mustache.compiler().nullValue("").compile(resource(beside, name));
    return template.execute(view);
  }

  /** Returns a value as JSON for a script element, which no tag in it can end. */
  public static String json(Object value) {
    return Json.MAPPER.writeValueAsString(value).replace("<", "\\u003c");
  }

  /**
   * Writes a text; a reader sees the old one or the new one, never half of one.
   *
   * @throws JournalException if the file cannot be written
   */
  public static void write(Path file, String text) {
    JournalFile.writeAtomically(file, text);
  }

  /** Returns a text that lies beside a class. */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the classpath: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
