package io.breakwater.client;

import io.breakwater.policy.DurationText;
import java.time.Duration;

/** The startup budget is used up and no server has been reached. */
public final class StartupBudgetExceededException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param budget the budget that was used up
   */
  public StartupBudgetExceededException(Duration budget) {
    super("nats not connected within startup budget (" + DurationText.format(budget) + ")", null);
  }
}
