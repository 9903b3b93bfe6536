package io.breakwater.controlplane.contract;

/** The version of the messages. */
public final class Protocol {
  /**
   * What this program writes in the field {@code version}. Whoever reads ignores fields that it
   * does not know; the version counts up only when an old reader would misunderstand a new message.
   */
  public static final int VERSION = 1;

  private Protocol() {}
}
