package io.breakwater.planner.plan;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbePlan;
import io.breakwater.policy.StartupBudget;

/**
 * How a service of the fleet is to start, under the policy that is recommended to it.
 *
 * @param deployment the service as it is
 * @param policy what is recommended
 */
public record Start(Deployment deployment, LifecyclePolicy policy) {

  /** Returns the name of the service. */
  public String name() {
    return deployment.name();
  }

  /** Returns its startup budget. */
  public StartupBudget budget() {
    return policy.startupBudget();
  }

  /** Returns its probes. */
  public ProbePlan probes() {
    return policy.probePlan();
  }
}
