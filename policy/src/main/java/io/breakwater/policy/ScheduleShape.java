package io.breakwater.policy;

/** The shapes of an {@link AttemptSchedule}, as the policy file names them. */
public enum ScheduleShape implements Named {
  /** The same wait each time. */
  FIXED("fixed"),
  /** A wait plus a little randomness. */
  JITTER("jitter"),
  /** Exponential, uniform from zero. */
  FULL_JITTER("full-jitter"),
  /** Each wait drawn from the one before. */
  DECORRELATED("decorrelated"),
  /** A slot of its own for each connection in a period that the broker can take. */
  SPREAD("spread");

  private final String text;

  ScheduleShape(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
