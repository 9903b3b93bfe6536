package io.breakwater.cli;

import io.breakwater.planner.audit.AuditReport;
import io.breakwater.planner.audit.Finding;
import io.breakwater.planner.audit.Problem;
import io.breakwater.planner.audit.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an audit found, for a person and for a program. */
final class AuditText {
  private static final int INDENT = 7;

  private AuditText() {}

  /** Returns the findings by file, then what they rest on. */
  static List<String> list(AuditReport report) {
    List<String> lines = new ArrayList<>();
    String file = "";
    for (Finding finding : report.open()) {
      if (!finding.file().equals(file)) {
        file = finding.file();
        lines.add(file);
      }
      finding(finding, lines);
      lines.add("");
    }
    for (Finding finding : report.suppressed()) {
      lines.add("suppressed  %s  %s:%d".formatted(finding.rule(), finding.file(), finding.line()));
      lines.addAll(
          Prose.wrapped(
              " ".repeat(INDENT) + "why    ", String.valueOf(finding.suppressed()), INDENT + 7));
      lines.add("");
    }
    summary(report, lines);
    return lines;
  }

  private static void finding(Finding finding, List<String> lines) {
    lines.add(
        "%5d  %-7s  %s"
            .formatted(
                finding.line(),
                finding.severity().text().toUpperCase(Locale.ROOT),
                finding.rule()));
    String blank = " ".repeat(INDENT);
    lines.addAll(Prose.wrapped(blank, finding.subject() + ": " + finding.message(), INDENT));
    if (finding.arithmetic() != null) {
      lines.addAll(Prose.wrapped(blank + "sum    ", finding.arithmetic(), INDENT + 7));
    }
    lines.addAll(Prose.wrapped(blank + "why    ", finding.why(), INDENT + 7));
    lines.addAll(Prose.wrapped(blank + "mend   ", finding.mend(), INDENT + 7));
  }

  private static void summary(AuditReport report, List<String> lines) {
    lines.addAll(
        Prose.wrapped(
            "",
            "%s read: %s, %s, %s%s"
                .formatted(
                    counted(report.files(), "file"),
                    counted(report.objects(), "object"),
                    counted(report.policies(), "client setting"),
                    counted(report.brokers(), "broker configuration"),
                    report.ignored() == 0
                        ? ""
                        : "; " + counted(report.ignored(), "other document") + " left alone"),
            0));
    for (AuditReport.NamedFigure figure : report.figures()) {
      lines.addAll(
          Prose.wrapped(
              "",
              "%s = %s (%s)"
                  .formatted(
                      figure.name().equals("connections") ? "N" : "C",
                      number(figure.value()),
                      figure.source()),
              2));
    }
    report.unknown().forEach(line -> lines.addAll(Prose.wrapped("", line, 2)));
    lines.add(
        "%s, %s, %d info%s"
            .formatted(
                counted(report.count(Severity.ERROR), "error"),
                counted(report.count(Severity.WARNING), "warning"),
                report.count(Severity.INFO),
                report.suppressed().isEmpty()
                    ? ""
                    : "; %d suppressed".formatted(report.suppressed().size())));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Returns the report as a program reads it. */
  static Map<String, Object> json(AuditReport report, Severity failOn) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("held", report.problems().isEmpty() && !report.reaches(failOn));
    result.put("failOn", failOn.text());
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(severity.text(), report.count(severity));
    }
    counts.put("suppressed", report.suppressed().size());
    result.put("counts", counts);
    result.put("findings", report.open().stream().map(AuditText::json).toList());
    result.put("suppressed", report.suppressed().stream().map(AuditText::json).toList());
    result.put("problems", report.problems().stream().map(AuditText::json).toList());
    result.put("figures", report.figures());
    result.put("unknown", report.unknown());
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("files", report.files());
    read.put("objects", report.objects());
    read.put("clientSettings", report.policies());
    read.put("brokerConfigurations", report.brokers());
    read.put("leftAlone", report.ignored());
    result.put("read", read);
    return result;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("rule", finding.rule());
    one.put("severity", finding.severity().text());
    one.put("file", finding.file());
    one.put("line", finding.line());
    one.put("subject", finding.subject());
    one.put("message", finding.message());
    if (finding.arithmetic() != null) {
      one.put("arithmetic", finding.arithmetic());
    }
    one.put("why", finding.why());
    one.put("mend", finding.mend());
    if (finding.suppressed() != null) {
      one.put("suppressed", finding.suppressed());
    }
    return one;
  }

  private static Map<String, @Nullable Object> json(Problem problem) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("file", problem.place().file());
    one.put("line", problem.place().line() == 0 ? null : problem.place().line());
    one.put("message", problem.message());
    return one;
  }
}
