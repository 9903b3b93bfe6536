package io.breakwater.lab.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution, as the recorder saw it. */
final class Execution {
  private final Event.ExecutionBegan seen;
  private final long began;
  private long ended = Long.MAX_VALUE;
  private boolean answered;
  private boolean failed;
  private boolean cut;

  Execution(Event.ExecutionBegan seen, long began) {
    this.seen = seen;
    this.began = began;
  }

  void end(Event.Outcome outcome, long nanos) {
    ended = Math.min(ended, nanos);
    answered |= outcome == Event.Outcome.ANSWERED;
    failed |= outcome == Event.Outcome.FAILED;
    cut |= outcome == Event.Outcome.CUT;
  }

  String name() {
    return seen.execution();
  }

  Place place() {
    return new Place(seen.token(), seen.step(), seen.item());
  }

  /** Returns who executed it; null if that is not known. */
  @Nullable String worker() {
    return seen.attempt() == null ? null : seen.attempt().worker();
  }

  /**
   * Returns if both are known to be the same attempt of the same job, delivered twice to a worker.
   */
  boolean sameAttempt(Execution other) {
    return seen.attempt() != null
        && other.seen.attempt() != null
        && place().equals(other.place())
        && seen.attempt().equals(other.seen.attempt());
  }

  List<String> given() {
    return seen.given();
  }

  long began() {
    return began;
  }

  /** Returns when it ended first; the greatest number if it did not. */
  long ended() {
    return ended;
  }

  boolean failed() {
    return failed;
  }

  boolean cut() {
    return cut;
  }

  /** Returns if it was answered with its result before a moment. */
  boolean answeredBefore(long nanos) {
    return answered && ended <= nanos;
  }
}
