package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manual's pages are made from the rules and their examples; {@code -Daudit.pages=write} writes
 * them anew.
 */
class RulePagesTest {
  private static final Path MANUAL = Path.of("..", "docs", "audit.md");
  private static final Path PAGES = Path.of("..", "docs", "audit");
  private static final Pattern ROW =
      Pattern.compile("\\| \\[`([a-z-]+)`\\]\\(audit/\\1\\.md\\) \\| (\\w+) \\| (.+) \\|");

  static List<Rule> rules() {
    return Rules.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void page_isWhatTheRuleSaysAndFinds(Rule rule) throws IOException {
    Path page = PAGES.resolve(rule.id() + ".md");
    if (System.getProperty("audit.pages", "").equals("write")) {
      Files.createDirectories(PAGES);
      Files.writeString(page, page(rule));
    }
    assertThat(page).hasContent(page(rule));
  }

  @Test
  void noPage_isLeftOver() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()).toList())
          .containsExactlyInAnyOrderElementsOf(
              Rules.all().stream().map(rule -> rule.id() + ".md").toList());
    }
  }

  @Test
  void table_hasEveryRule_inOrder() throws IOException {
    List<String> rows =
        Files.readAllLines(MANUAL).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();
    assertThat(rows)
        .isEqualTo(
            Rules.all().stream()
                .map(rule -> rule.id() + " " + rule.severity().text() + " " + rule.title())
                .toList());
  }

  private static String page(Rule rule) throws IOException {
    Path bad = RuleExamples.file(rule, "bad");
    Path good = RuleExamples.file(rule, "good");
    Finding finding =
        RuleExamples.report(bad).open().stream()
            .filter(one -> one.rule().equals(rule.id()))
            .findFirst()
            .orElseThrow();
    String arithmetic =
        finding.arithmetic() == null ? "" : "    sum    %s%n".formatted(finding.arithmetic());
    String subject = finding.subject().replace(bad.toString(), bad.getFileName().toString());
    return """
        # %s

        **%s** (%s)

        %s

        ## What is found

        %s
        ## What the audit says

            %s:%d  %s  %s
            %s: %s
        %s    mend   %s

        ## What mends it

        %s
        [All rules](../audit.md). To live with a finding, see
        [suppressions](../audit.md#living-with-a-finding).
        """
        .formatted(
            rule.id(),
            rule.title().substring(0, 1).toUpperCase(Locale.ROOT) + rule.title().substring(1),
            rule.severity().text(),
            rule.why(),
            block(bad),
            bad.getFileName(),
            finding.line(),
            finding.severity().text().toUpperCase(Locale.ROOT),
            finding.rule(),
            subject,
            finding.message(),
            arithmetic,
            finding.mend(),
            changes(bad, good));
  }

  /** Returns the lines that differ, with two around them for the place. */
  private static String changes(Path bad, Path good) throws IOException {
    List<String> before = Files.readAllLines(bad);
    List<String> after = Files.readAllLines(good);
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    int end = before.size() - tail;
    List<String> lines = new ArrayList<>();
    before.subList(Math.max(0, head - 2), head).forEach(line -> lines.add("      " + line));
    before.subList(head, end).forEach(line -> lines.add("    - " + line));
    after.subList(head, after.size() - tail).forEach(line -> lines.add("    + " + line));
    before
        .subList(end, Math.min(before.size(), end + 2))
        .forEach(line -> lines.add("      " + line));
    return String.join("\n", lines) + "\n";
  }

  private static String block(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
        .collect(Collectors.joining());
  }
}
