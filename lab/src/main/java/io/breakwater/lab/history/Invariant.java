package io.breakwater.lab.history;

/** What must hold of every history, whatever was broken meanwhile. */
public enum Invariant {
  /** What was accepted can be asked for, unless the data were wiped since. */
  ACCEPTED_IS_KEPT,
  /** What was accepted, or seen to exist, is in a terminal state at the end. */
  ACCEPTED_SETTLES,
  /** What was refused is not executed; nor is what nobody submitted. */
  REFUSED_NEVER_RUNS,
  /** A terminal state does not change, nor does its result. */
  TERMINAL_IS_FINAL,
  /** No step begins before all that it depends on has ended well, and its delay has passed. */
  DEPENDENCIES_FIRST,
  /** The same idempotency key is the same job. */
  ONE_KEY_ONE_ID,
  /** The recorded result is one that an execution of this work answered; success needs one. */
  RESULT_WAS_ANSWERED,
  /** Work ends as it must: with success, or not if it was made to fail or was cancelled. */
  ENDS_AS_IT_MUST,
  /** Executed again only where an attempt failed or was cut, or something was broken meanwhile. */
  EXECUTED_AGAIN_FOR_A_REASON
}
