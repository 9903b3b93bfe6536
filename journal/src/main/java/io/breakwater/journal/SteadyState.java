package io.breakwater.journal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steady state that a drill expects around its fault.
 *
 * @param before the check before the fault; null if it was not made
 * @param after the check after the recovery; null if it was not made
 */
public record SteadyState(@Nullable Check before, @Nullable Check after) {

  /** Neither check was made. */
  public static final SteadyState UNCHECKED = new SteadyState(null, null);

  /**
   * One check.
   *
   * @param expectation what was expected, as a sentence
   * @param met if it held
   * @param detail what was seen
   */
  public record Check(String expectation, boolean met, String detail) {
    /** Takes texts that are absent in a file as empty. */
    public Check {
      expectation = Objects.requireNonNullElse(expectation, "");
      detail = Objects.requireNonNullElse(detail, "");
    }
  }
}
