package io.breakwater.lab.storm;

import java.util.Locale;

/** What the replicas of a storm are. */
public enum StormClients {
  /** Bare sockets that speak the protocol, driven by the schedule itself. */
  LIGHT,
  /** Plain jnats with the wait and the jitter of the arm. */
  JNATS,
  /** Breakwater buses. */
  BUS;

  /** Returns the name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
