package io.breakwater.controlplane.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said to a step that waits for approval.
 *
 * @param approved if the step may go on; if not, it fails
 * @param by who said it; null if nobody says
 * @param comment why; null if nobody says
 * @param at when
 */
public record Decision(
    boolean approved, @Nullable String by, @Nullable String comment, Instant at) {
  /** How many characters each of the texts keeps. */
  static final int LONGEST = 256;

  /**
   * Checks the fields and bounds the texts.
   *
   * @throws ContractException if one is missing
   */
  public Decision {
    by = cut(by);
    comment = cut(comment);
    Check.present(at, "at");
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
