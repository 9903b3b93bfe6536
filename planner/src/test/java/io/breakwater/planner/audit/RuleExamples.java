package io.breakwater.planner.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Two manifests for each rule: one that it finds something in, and the same one mended. */
final class RuleExamples {
  static final Path FOLDER = Path.of("src", "test", "resources", "audit");

  private RuleExamples() {}

  /** Returns the example: {@code bad} or {@code good}. */
  static Path file(Rule rule, String which) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(rule.id()))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(which))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AuditReport report(Path... files) {
    return report(AuditOptions.DEFAULTS, files);
  }

  static AuditReport report(AuditOptions options, Path... files) {
    Audit audit = new Audit(options);
    for (Path file : files) {
      audit.add(file);
    }
    return audit.report();
  }
}
