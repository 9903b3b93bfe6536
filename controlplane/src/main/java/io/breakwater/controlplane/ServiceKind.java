package io.breakwater.controlplane;

import io.breakwater.policy.LifecyclePolicy;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A service, as its main describes it.
 *
 * @param name the service's name, on the command line and in heartbeats
 * @param options its arguments beside those that all services have, without dashes
 * @param beatsItself if it sends its own heartbeats
 * @param adapted makes of the policy that was given the one that the bus is opened with
 * @param prepare makes what it does of its arguments; throws IllegalArgumentException with one line
 *     if they are wrong
 */
record ServiceKind(
    String name,
    Set<String> options,
    boolean beatsItself,
    UnaryOperator<LifecyclePolicy> adapted,
    Function<ServiceArguments, ServiceWork> prepare) {
  /** A service that takes the policy as it is. */
  ServiceKind(
      String name,
      Set<String> options,
      boolean beatsItself,
      Function<ServiceArguments, ServiceWork> prepare) {
    this(name, options, beatsItself, UnaryOperator.identity(), prepare);
  }
}
