package io.breakwater.lab.storm;

import java.util.Locale;

/** How the replicas of a storm prove who they are. */
public enum StormAuthentication {
  /** Not at all. */
  NONE,
  /** A password that stands in the broker's configuration as it is. */
  PASSWORD,
  /** A password that stands there as a bcrypt hash. */
  BCRYPT,
  /** A token. */
  TOKEN,
  /** An NKey. */
  NKEY,
  /** Not at all, but over TLS. */
  TLS;

  /** Returns the name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
