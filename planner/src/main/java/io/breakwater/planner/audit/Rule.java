package io.breakwater.planner.audit;

import java.util.Objects;

/**
 * One thing that does not survive an outage.
 *
 * @param id as suppressions and outputs write it
 * @param severity of its findings, where nothing makes one milder or worse
 * @param title what is found, in a few words
 * @param why what happens in an outage, in a sentence or two
 * @param check finds it
 */
record Rule(String id, Severity severity, String title, String why, Check check) {

  Rule {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(check, "check");
  }

  /** Finds what a rule is about. */
  @FunctionalInterface
  interface Check {
    /** Reports every finding in the inventory. */
    void run(Inventory inventory, Findings findings);
  }
}
