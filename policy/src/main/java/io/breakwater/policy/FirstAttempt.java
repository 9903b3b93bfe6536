package io.breakwater.policy;

/** When a process makes the first attempt of its life. */
public enum FirstAttempt implements Named {
  /** At once: one pod of a rolling update must not wait for a slot. */
  IMMEDIATE("immediate"),
  /** In its slot: for fleets that boot all at once. */
  SPREAD("spread");

  private final String text;

  FirstAttempt(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
