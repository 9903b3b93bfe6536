package io.breakwater.controlplane.contract;

/** How an attempt ended. */
public enum Outcome {
  /** With a result. */
  SUCCEEDED,
  /** With an error that another attempt may mend. */
  FAILED,
  /** With an error that no other attempt mends. */
  REJECTED,
  /** It took longer than it may. */
  TIMED_OUT,
  /** It was stopped because somebody wanted that. */
  CANCELLED,
  /** The worker stops, and gives the attempt back; it is not used up. */
  RETURNED
}
