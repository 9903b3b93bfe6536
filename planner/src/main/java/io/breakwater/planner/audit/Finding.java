package io.breakwater.planner.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that will not survive an outage.
 *
 * @param rule the id of the rule that found it
 * @param severity how bad it is
 * @param file where, as it was given
 * @param line from 1
 * @param subject whose it is: {@code Deployment orders, container app}
 * @param message what was found
 * @param arithmetic the numbers behind it; null if it has none
 * @param why what happens in an outage
 * @param mend the change that mends it
 * @param suppressed why it does not count; null if it does
 */
public record Finding(
    String rule,
    Severity severity,
    String file,
    int line,
    String subject,
    String message,
    @Nullable String arithmetic,
    String why,
    String mend,
    @Nullable String suppressed) {

  /** Returns where it is. */
  Place place() {
    return new Place(file, line);
  }

  Finding suppressedFor(String reason) {
    return new Finding(rule, severity, file, line, subject, message, arithmetic, why, mend, reason);
  }
}
