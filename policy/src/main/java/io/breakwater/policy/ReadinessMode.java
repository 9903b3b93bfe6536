package io.breakwater.policy;

/** What a replica needs for its readiness probe to pass. */
public enum ReadinessMode implements Named {
  /** A connection to the broker. */
  CONNECTED("connected"),
  /** Room to accept work, with or without the broker. */
  ACCEPTING("accepting");

  private final String text;

  ReadinessMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
