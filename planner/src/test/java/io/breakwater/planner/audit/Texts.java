package io.breakwater.planner.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Audits of texts that are an example with some words replaced. */
final class Texts {
  private Texts() {}

  /** Returns the good example of a rule with each odd text replaced by the even one behind it. */
  static String good(String rule, String... replacements) {
    try {
      String text = Files.readString(RuleExamples.file(Rules.find(rule).orElseThrow(), "good"));
      for (int i = 0; i < replacements.length; i += 2) {
        if (!text.contains(replacements[i])) {
          throw new IllegalArgumentException("not in the example: " + replacements[i]);
        }
        text = text.replace(replacements[i], replacements[i + 1]);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AuditReport report(AuditOptions options, String text) {
    Audit audit = new Audit(options);
    audit.add(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return audit.report();
  }

  static AuditReport report(String text) {
    return report(AuditOptions.DEFAULTS, text);
  }

  /** Returns the ids of the rules that found something. */
  static List<String> found(String text) {
    return report(text).open().stream().map(Finding::rule).distinct().toList();
  }
}
