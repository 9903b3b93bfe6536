package io.breakwater.planner.audit;

import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ReconnectSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one service connects, whether a Breakwater policy says so or the settings of plain jnats.
 *
 * @param subject whose settings they are
 * @param place where they begin
 * @param policy the Breakwater policy, if it is one
 * @param reconnect how it comes back
 * @param connectTimeout how long one attempt may take
 * @param servers how many servers it knows, at least 1
 * @param tls if it uses TLS
 * @param fleet what it says of its fleet
 * @param maxAttempts attempts per server; empty: without end
 * @param bufferBytes what it holds in an outage
 * @param places where each of its settings stands, for those that are written
 * @param container whose it is, if that is known
 */
record Connection(
    Subject subject,
    Place place,
    Optional<LifecyclePolicy> policy,
    ReconnectSettings reconnect,
    Duration connectTimeout,
    int servers,
    boolean tls,
    FleetSettings fleet,
    OptionalInt maxAttempts,
    long bufferBytes,
    Map<Setting, Place> places,
    Optional<Container> container) {

  boolean isJnats() {
    return policy.isEmpty();
  }

  /** Returns where a setting stands, or else where all of them begin. */
  Place place(Setting setting) {
    return places.getOrDefault(setting, place);
  }

  /** Returns the jitter that its connections have. */
  Duration jitter() {
    return tls ? reconnect.jitterTls() : reconnect.jitter();
  }

  /** Returns where the jitter stands. */
  Place jitterPlace() {
    return places.getOrDefault(tls ? Setting.JITTER_TLS : Setting.JITTER, place(Setting.WAIT));
  }

  /** Returns the schedule of one of so many connections on a tier that can take so many. */
  AttemptSchedule schedule(int connections, double connectRate) {
    return reconnect.schedule(
        fleet.facts(FleetFacts.of(connections, connectRate)), "any of them", tls);
  }

  Connection inside(Container container) {
    return new Connection(
        subject,
        place,
        policy,
        reconnect,
        connectTimeout,
        servers,
        tls,
        fleet,
        maxAttempts,
        bufferBytes,
        places,
        Optional.of(container));
  }
}
