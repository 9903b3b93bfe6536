package io.breakwater.lab.delivery;

/** How messages are handed to a client. */
public enum Level {
  /** Core NATS, at most once; in plain jnats {@code publish}. */
  PUBLISH("publish"),
  /** JetStream, acknowledged; in plain jnats {@code publishAsync}. */
  OUTBOX("outbox");

  private final String text;

  Level(String text) {
    this.text = text;
  }

  /** Returns how it is written on the command line. */
  public String text() {
    return text;
  }
}
