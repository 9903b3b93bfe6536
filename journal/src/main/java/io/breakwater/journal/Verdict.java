package io.breakwater.journal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of two arms came back better. */
public enum Verdict {
  /** The baseline did. */
  @JsonProperty("baseline")
  BASELINE,
  /** The candidate did. */
  @JsonProperty("candidate")
  CANDIDATE,
  /** Neither did, within the noise of a run. */
  @JsonProperty("tie")
  TIE,
  /** What was measured does not say. */
  @JsonProperty("inconclusive")
  INCONCLUSIVE
}
