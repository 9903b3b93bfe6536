package io.breakwater.controlplane.contract;

/** Where a step of a run is in its life. */
public enum StepState {
  /** Waits for the steps that it depends on. */
  WAITING,
  /** Waits for its delay to pass. */
  DELAYED,
  /** Waits for somebody to approve it. */
  AWAITING_APPROVAL,
  /** May begin as soon as the run has room for a job. */
  READY,
  /** Has jobs; the scheduler knows more of them. */
  RUNNING,
  /** Ended well. */
  SUCCEEDED,
  /** Ended because a job failed, was refused, or had an input that could not be had. */
  FAILED,
  /** Ended with a run that was cancelled or took too long. */
  CANCELLED,
  /** Never begun, because another step has failed. */
  SKIPPED;

  /** Returns if a step in this state never changes again. */
  public boolean terminal() {
    return switch (this) {
      case WAITING, DELAYED, AWAITING_APPROVAL, READY, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, SKIPPED -> true;
    };
  }
}
