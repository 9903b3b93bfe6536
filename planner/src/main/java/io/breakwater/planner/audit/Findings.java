package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one rule has found so far. */
final class Findings {
  private final Rule rule;
  private final List<Found> found = new ArrayList<>();

  /** A finding with the subject that may suppress it. */
  record Found(Finding finding, Subject subject) {}

  Findings(Rule rule) {
    this.rule = rule;
  }

  List<Found> found() {
    return found;
  }

  /** Adds a finding without arithmetic. */
  void add(Subject subject, Place place, String message, String mend) {
    add(rule.severity(), subject, place, message, null, mend);
  }

  /** Adds a finding. */
  void add(Subject subject, Place place, String message, String arithmetic, String mend) {
    add(rule.severity(), subject, place, message, arithmetic, mend);
  }

  /** Adds a finding that is milder or worse than the rule's others. */
  void add(
      Severity severity,
      Subject subject,
      Place place,
      String message,
      @Nullable String arithmetic,
      String mend) {
    found.add(
        new Found(
            new Finding(
                rule.id(),
                severity,
                place.file(),
                place.line(),
                subject.name(),
                message,
                arithmetic,
                rule.why(),
                mend,
                null),
            subject));
  }
}
