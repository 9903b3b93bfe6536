package io.breakwater.controlplane.contract;

/** Where a job is in its life; see {@link JobTransitions}. */
public enum JobState {
  /** Waits for a worker, or for its next attempt. */
  PENDING,
  /** Given to a worker, which has not said that it began. */
  DISPATCHED,
  /** At work. */
  RUNNING,
  /** Ended with a result. */
  SUCCEEDED,
  /** Ended with an error: rejected, or all attempts used up. */
  FAILED,
  /** Ended because somebody wanted that. */
  CANCELLED,
  /** Ended at its deadline, or its last attempt took too long. */
  TIMED_OUT;

  /** Returns if a job in this state never changes again. */
  public boolean terminal() {
    return switch (this) {
      case PENDING, DISPATCHED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT -> true;
    };
  }

  /** Returns if a worker has the job. */
  public boolean assigned() {
    return this == DISPATCHED || this == RUNNING;
  }
}
