package io.breakwater.policy;

/** What the answer of a probe depends on. */
public enum ProbeCondition implements Named {
  /** Nothing but the process: it answers, so it is up. */
  PROCESS_UP("process up"),
  /** The process has been connected at least once. */
  STARTED("connected once"),
  /** The process is connected now, or has not been away for longer than the grace. */
  CONNECTED("connected"),
  /** The process can take on work, connected or not. */
  ACCEPTING("accepting"),
  /** The lifecycle machinery of the process is alive; the broker has no say. */
  MACHINERY_ALIVE("lifecycle machinery alive"),
  /** As before, and no outage has outlived the configured longest one. */
  MACHINERY_ALIVE_WITHIN_MAX_OUTAGE("lifecycle machinery alive, outage under maxOutage");

  private final String text;

  ProbeCondition(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
