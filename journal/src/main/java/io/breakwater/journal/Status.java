package io.breakwater.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run ended. */
public enum Status {
  /** Every arm ran to its end. Says nothing about who won. */
  @JsonProperty("completed")
  COMPLETED,
  /** The drill could not be carried out, or a steady state did not hold. */
  @JsonProperty("failed")
  FAILED,
  /** Somebody, or a signal, stopped the run. */
  @JsonProperty("aborted")
  ABORTED
}
