package io.breakwater.lab.history;

import java.util.List;

/**
 * What a history shows.
 *
 * @param violations what does not hold, in the order of the invariants
 * @param counts what happened, in numbers
 */
public record HistoryReport(List<Violation> violations, HistoryCounts counts) {
  /** Copies the violations. */
  public HistoryReport {
    violations = List.copyOf(violations);
  }

  /** Returns if every invariant holds. */
  public boolean held() {
    return violations.isEmpty();
  }
}
