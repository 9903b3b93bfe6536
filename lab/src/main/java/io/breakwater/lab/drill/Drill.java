package io.breakwater.lab.drill;

import io.breakwater.journal.Journal;

/** Breaks a broker under services, arm by arm, and measures what happens. */
public interface Drill {

  /** Returns the drill's name, as on the command line. */
  String name();

  /**
   * Runs all arms in turn, each on a fresh broker, and returns what was measured.
   *
   * <p>What goes wrong is in the journal, not thrown: an interrupt, a broker that does not start or
   * a policy that is wrong make it {@code aborted}, with the reason as its message and with what
   * had been measured until then; a candidate that did not come back makes it {@code failed}. When
   * the call returns, every process it started is gone. An interrupt stays set.
   */
  Journal run(DrillListener listener);
}
