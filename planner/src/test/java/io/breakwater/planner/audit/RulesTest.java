package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds what it is about, and nothing in the same files when that is mended. */
class RulesTest {

  static List<Rule> rules() {
    return Rules.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void badManifest_isFound_atItsLine(Rule rule) {
    AuditReport report = RuleExamples.report(RuleExamples.file(rule, "bad"));
    assertThat(report.problems()).isEmpty();
    List<Finding> found =
        report.open().stream().filter(finding -> finding.rule().equals(rule.id())).toList();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).severity()).isEqualTo(rule.severity());
    assertThat(found.get(0).line()).isPositive();
    assertThat(found.get(0).mend()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void badManifest_setsOffNoOtherRule(Rule rule) {
    AuditReport report = RuleExamples.report(RuleExamples.file(rule, "bad"));
    assertThat(report.open())
        .filteredOn(finding -> finding.severity() != Severity.INFO)
        .extracting(Finding::rule)
        .allMatch(rule.id()::equals);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void goodManifest_hasNoFindingAtAll(Rule rule) {
    AuditReport report = RuleExamples.report(RuleExamples.file(rule, "good"));
    assertThat(report.problems()).isEmpty();
    assertThat(report.open()).isEmpty();
  }

  @Test
  void ids_areUnique_andWrittenAlike() {
    assertThat(Rules.all())
        .extracting(Rule::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z]+(-[a-z]+)+"));
  }
}
