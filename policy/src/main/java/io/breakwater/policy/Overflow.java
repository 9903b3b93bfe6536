package io.breakwater.policy;

/** What a full buffer does with one message more. */
public enum Overflow implements Named {
  /** The publish fails. */
  REJECT("reject"),
  /** The publish waits for room, up to the timeout, then fails. */
  BLOCK("block"),
  /** The oldest message makes room and goes to the callback. */
  DROP_OLDEST("drop-oldest");

  private final String text;

  Overflow(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
