package io.breakwater.controlplane.contract;

/** Where a run of a workflow is in its life. */
public enum RunState {
  /** Steps are at work, or wait. */
  RUNNING,
  /** All steps have succeeded. */
  SUCCEEDED,
  /** A step has failed. */
  FAILED,
  /** Somebody wanted it to end. */
  CANCELLED,
  /** It took longer than its definition allows. */
  TIMED_OUT;

  /** Returns if a run in this state never changes again. */
  public boolean terminal() {
    return this != RUNNING;
  }
}
