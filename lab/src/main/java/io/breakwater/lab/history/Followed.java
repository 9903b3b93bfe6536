package io.breakwater.lab.history;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A job or run that is asked for. It belongs to the thread that has taken it from the queue; only
 * {@link #settled()} is for all.
 */
final class Followed implements Delayed {
  private static final Set<String> TERMINAL =
      Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT");

  private static final int FIRST_MILLIS = 250;
  private static final int LONGEST_MILLIS = 3_000;

  /**
   * When one that has ended, or is gone, is looked at again, in parts of the patience: a terminal
   * state must not change.
   */
  private static final int[] AFTERWARDS = {30, 10};

  private final String id;
  private final @Nullable Submission submission;
  private final boolean run;
  private final long patienceNanos;
  private long due;
  private long cancelAt;
  private int cancelTries;
  private int openLooks;
  private int afterwards;
  private long missingSince;
  private boolean missing;
  private volatile boolean settled;

  /**
   * Creates it.
   *
   * @param submission what it came from; null for the job of a step
   * @param patience for how long it may be unknown to the gateways before it counts as gone
   */
  Followed(String id, @Nullable Submission submission, Duration patience) {
    this.id = id;
    this.submission = submission;
    run = submission != null && submission.workflow() != null;
    patienceNanos = patience.toNanos();
    due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS);
    if (submission != null && submission.plan().cancelled()) {
      cancelTries = 5;
      cancelAt =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(submission.plan().cancelAfterMillis());
    }
  }

  static boolean terminal(String state) {
    return TERMINAL.contains(state);
  }

  String id() {
    return id;
  }

  @Nullable Submission submission() {
    return submission;
  }

  boolean isRun() {
    return run;
  }

  String path() {
    return (run ? "/runs/" : "/jobs/") + id;
  }

  /** Returns if it has ended, or is gone. */
  boolean settled() {
    return settled;
  }

  /** Returns if it is to be cancelled now; true a few times only. */
  boolean cancelNow() {
    if (settled || cancelTries == 0 || System.nanoTime() - cancelAt < 0) {
      return false;
    }
    cancelTries--;
    return true;
  }

  /** The cancellation was understood. */
  void cancelled() {
    cancelTries = 0;
  }

  /** It was seen in a state. */
  void seen(String state) {
    missing = false;
    settled = terminal(state);
  }

  /** It was not found. */
  void notFound() {
    long now = System.nanoTime();
    if (!missing) {
      missing = true;
      missingSince = now;
    }
    settled |= now - missingSince >= patienceNanos;
  }

  /**
   * Sets the time of the next look; false if it need not be looked at any more.
   *
   * @param answered if the look before was answered; one that was not does not count
   */
  boolean next(boolean answered) {
    int millis;
    if (settled && answered) {
      if (afterwards == AFTERWARDS.length) {
        return false;
      }
      millis = (int) (patienceNanos / 1_000_000 / AFTERWARDS[afterwards++]);
    } else {
      millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(openLooks++, 10));
    }
    due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return true;
  }

  /** Makes it due now, for one look. Only while it is in no queue. */
  void lookAgain() {
    afterwards = AFTERWARDS.length;
    due = System.nanoTime();
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
