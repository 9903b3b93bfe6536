package io.breakwater.lab.storm;

import java.util.Locale;

/** What the replicas of a storm are. */
public enum StormClients {
  /** Bare sockets that speak the protocol, driven by the schedule itself. */
  LIGHT,
  /**
   * The same, but for the first attempt after a drop: it is made at once, and only those that fail
   * take their slots. Not offered by the client library; here to measure what it does.
   */
  FAST_LANE,
  /** Plain jnats with the wait and the jitter of the arm. */
  JNATS,
  /** Breakwater buses. */
  BUS;

  /** Returns the name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
