package io.breakwater.lab.history;

import org.jspecify.annotations.Nullable;

/** A submission and its answer. */
final class Call {
  /** What the client knows. */
  enum Fate {
    ACCEPTED,
    /** Accepted; it was there before, as the gateway says. */
    REPLAYED,
    REFUSED,
    /** Also before there is an answer. */
    UNKNOWN
  }

  private final Event.Submitted sent;
  private final long invoked;
  private Fate fate = Fate.UNKNOWN;
  private @Nullable String id;
  private long answered = Long.MAX_VALUE;
  private String why = "no answer";

  Call(Event.Submitted sent, long invoked) {
    this.sent = sent;
    this.invoked = invoked;
  }

  void answer(Fate how, @Nullable String name, long nanos, String reason) {
    fate = how;
    id = name;
    answered = nanos;
    why = reason;
  }

  String name() {
    return sent.call();
  }

  String token() {
    return sent.token();
  }

  @Nullable String workflow() {
    return sent.workflow();
  }

  @Nullable String key() {
    return sent.key();
  }

  boolean doomed() {
    return sent.doomed();
  }

  long invoked() {
    return invoked;
  }

  long answered() {
    return answered;
  }

  Fate fate() {
    return fate;
  }

  boolean accepted() {
    return fate == Fate.ACCEPTED || fate == Fate.REPLAYED;
  }

  @Nullable String id() {
    return id;
  }

  String why() {
    return why;
  }
}
