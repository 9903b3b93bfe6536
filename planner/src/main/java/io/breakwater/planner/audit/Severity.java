package io.breakwater.planner.audit;

import java.util.Locale;

/** How bad a finding is, from the least. */
public enum Severity {
  /** Worth knowing; may be on purpose. */
  INFO,
  /** Makes an outage longer or wider than it need be. */
  WARNING,
  /** Turns an outage of the broker into one of the service, or keeps it from ending. */
  ERROR;

  /** Returns the word as options and outputs write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
