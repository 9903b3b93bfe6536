package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Figure;
import io.breakwater.simulator.RateSpread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a plan is made from; free of contradictions, see {@link FactsReader}.
 *
 * @param connections N, one connection for each replica
 * @param servers of the tier
 * @param cores of each server
 * @param connectRate this fleet's part of C of the whole tier, in connections per second
 * @param spread how far C lay apart when it was measured
 * @param credential what each connection proves itself with
 * @param handshake what the broker pays for one, in seconds of processor time
 * @param share this fleet's part of the tier, over 0 and at most 1
 * @param today how the fleet comes back as it is
 * @param outage how long the broker is away
 * @param objective by when all have to be back; empty if nobody said
 * @param deployments the services of the fleet, at least one
 */
public record PlanFacts(
    Figure connections,
    Figure servers,
    int cores,
    Figure connectRate,
    RateSpread spread,
    Optional<Credential> credential,
    Figure handshake,
    double share,
    Today today,
    Duration outage,
    Optional<Duration> objective,
    List<Deployment> deployments) {

  /** Copies the list. */
  public PlanFacts {
    deployments = List.copyOf(deployments);
  }

  /** Returns N. */
  public int replicas() {
    return (int) connections.value();
  }

  /** Returns how many servers there are. */
  public int serverCount() {
    return (int) servers.value();
  }

  /** Returns if the clients speak TLS. */
  public boolean usesTls() {
    return usesTls(credential);
  }

  static boolean usesTls(Optional<Credential> credential) {
    return credential.filter(it -> it == Credential.TLS).isPresent();
  }

  /** Returns N/C, in seconds: no schedule finishes sooner. */
  public double boundSeconds() {
    return connections.value() / connectRate.value();
  }

  /** Returns the same fleet with another C. */
  PlanFacts withConnectRate(Figure other) {
    return new PlanFacts(
        connections,
        servers,
        cores,
        other,
        spread,
        credential,
        handshake,
        share,
        today,
        outage,
        objective,
        deployments);
  }
}
