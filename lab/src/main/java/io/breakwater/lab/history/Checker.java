package io.breakwater.lab.history;

import java.util.List;

/** Says if a history is one that the control plane may have. A pure function. */
public final class Checker {
  private Checker() {}

  /**
   * Checks a history.
   *
   * @param history in the order of its times
   */
  public static HistoryReport check(List<Entry> history) {
    throw new UnsupportedOperationException("to come: " + history.size());
  }
}
