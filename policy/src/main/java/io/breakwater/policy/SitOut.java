package io.breakwater.policy;

import java.time.Duration;

/**
 * The rule by which a connection gives way: overload widens, refusal does not. Silence (an attempt
 * that is UNREACHABLE) widens only after an overload: a broker so busy that it does not come to say
 * INFO is one more sign of the same, where one that hangs or is cut off says nothing. The state is
 * one small number, the level j; at level j a {@link SpreadSchedule} attends every 2^j-th period,
 * once it has let 2^j - 1 of them pass.
 */
public final class SitOut {
  /** No sitting out: every period is attended. */
  public static final int NONE = 0;

  /** A million periods; {@code maxSpread} bounds the widening long before. */
  public static final int MAX_LEVEL = 20;

  private static final Duration STEP_BACK = Duration.ofMinutes(1);

  private SitOut() {}

  /**
   * Returns the level after an attempt.
   *
   * @param level the level before it
   * @param outcome how the attempt ended
   * @param immediateFirst whether it was the immediate first attempt of the process, which had no
   *     slot and therefore says nothing about the slots
   */
  public static int next(int level, AttemptOutcome outcome, boolean immediateFirst) {
    boolean widens = outcome.widens() || (outcome == AttemptOutcome.UNREACHABLE && level > NONE);
    return widens && !immediateFirst ? Math.min(level + 1, MAX_LEVEL) : level;
  }

  /**
   * Returns the level after a connection that stood: every full minute takes one step back.
   *
   * @param level the level when it was made
   * @param connectedFor how long it has stood; not negative
   */
  public static int afterConnected(int level, Duration connectedFor) {
    return (int) Math.max(NONE, level - connectedFor.dividedBy(STEP_BACK));
  }
}
