package io.breakwater.policy;

import java.util.Objects;

/** What a process does while it has never been connected. */
public sealed interface StartupPolicy {

  /** One pass over all servers, then the process gives up: the shape of most services today. */
  record FailFast() implements StartupPolicy {}

  /**
   * Attempts until connected or until the budget is spent.
   *
   * @param budget when to give up
   */
  record RetryWithinBudget(StartupBudget budget) implements StartupPolicy {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code budget} is null
     */
    public RetryWithinBudget {
      Objects.requireNonNull(budget, "budget");
    }
  }

  /** Attempts until connected, however long that takes. */
  record RetryForever() implements StartupPolicy {}

  /**
   * Waits ahead of the service, in an init container, and gives up when the budget is spent.
   *
   * @param budget when to give up
   */
  record WaitForEndpoint(StartupBudget budget) implements StartupPolicy {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code budget} is null
     */
    public WaitForEndpoint {
      Objects.requireNonNull(budget, "budget");
    }
  }
}
