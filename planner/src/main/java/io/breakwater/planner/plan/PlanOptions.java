package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person said of the fleet; the rest is in the policies, or assumed.
 *
 * @param policies policy files of its services
 * @param services {@code NAME} or {@code NAME=REPLICAS}
 * @param replicas N
 * @param servers of the tier
 * @param connectRate C of the whole tier, in connections per second
 * @param from where C of one server was measured
 * @param credential what connections prove themselves with
 * @param bcryptCost of the passwords
 * @param cores of each server
 * @param connectTimeout of one attempt, today
 * @param today the shape or policy file that the fleet has today
 * @param waitTime of that shape
 * @param jitter of that shape
 * @param outage how long the broker is away
 * @param objective by when all have to be back
 */
public record PlanOptions(
    List<Path> policies,
    List<String> services,
    Optional<Integer> replicas,
    Optional<Integer> servers,
    Optional<Double> connectRate,
    Optional<Path> from,
    Optional<Credential> credential,
    Optional<Integer> bcryptCost,
    Optional<Integer> cores,
    Optional<Duration> connectTimeout,
    Optional<String> today,
    Optional<Duration> waitTime,
    Optional<Duration> jitter,
    Duration outage,
    Optional<Duration> objective) {

  /** Copies the lists. */
  public PlanOptions {
    policies = List.copyOf(policies);
    services = List.copyOf(services);
  }
}
