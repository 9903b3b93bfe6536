package io.breakwater.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * The section {@code startup} of a policy.
 *
 * @param policy which startup policy
 * @param passes over all servers within the budget, at least 1
 * @param margin added to the budget, zero or positive
 * @param firstAttempt when the process makes its very first attempt
 * @param processStart how long the process itself takes to come up, positive
 */
public record StartupSettings(
    StartupKind policy,
    int passes,
    Duration margin,
    FirstAttempt firstAttempt,
    Duration processStart) {

  /** What holds where nothing else is said. */
  public static final StartupSettings DEFAULTS = PolicyReader.startup(PolicyValues.DEFAULTS);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public StartupSettings {
    Objects.requireNonNull(policy, "policy");
    Check.atLeast(passes, 1, "passes");
    Check.notNegative(margin, "margin");
    Objects.requireNonNull(firstAttempt, "firstAttempt");
    Check.positive(processStart, "processStart");
  }

  /** Returns the same with another startup policy. */
  public StartupSettings withPolicy(StartupKind policy) {
    return new StartupSettings(policy, passes, margin, firstAttempt, processStart);
  }

  /** Returns the same with another number of passes. */
  public StartupSettings withPasses(int passes) {
    return new StartupSettings(policy, passes, margin, firstAttempt, processStart);
  }

  /** Returns the same with another margin. */
  public StartupSettings withMargin(Duration margin) {
    return new StartupSettings(policy, passes, margin, firstAttempt, processStart);
  }

  /** Returns the same with another moment of the first attempt. */
  public StartupSettings withFirstAttempt(FirstAttempt firstAttempt) {
    return new StartupSettings(policy, passes, margin, firstAttempt, processStart);
  }

  /** Returns the same with another time for the process to come up. */
  public StartupSettings withProcessStart(Duration processStart) {
    return new StartupSettings(policy, passes, margin, firstAttempt, processStart);
  }
}
