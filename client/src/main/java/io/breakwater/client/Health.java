package io.breakwater.client;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a bus is at one moment. Reading it never calls jnats and never blocks.
 *
 * @param state where the bus is in its life
 * @param started if it has ever been connected
 * @param server the server it is connected to or was connected to last, user info masked; null
 *     before the first connection
 * @param outageAge how long the present outage has lasted; zero while connected
 * @param attempts how many attempts have ended in the present outage, or did in the last one
 * @param lastOutcome how the last attempt ended; null before the first has ended
 * @param lastCause what the last failed attempt met, in a few words; null if none has failed
 * @param reconnects how many outages have ended since the first connection
 * @param outcomes how many attempts have ended in which way since the bus was opened; an outcome
 *     that has not come up has no entry
 * @param delivery what waits to be delivered, and what was not
 * @param consumers how each consumer of the bus is
 * @param alive if the machinery that brings the connection back is itself at work
 * @param fleet what is known of the fleet: what is configured, and what was discovered where it is
 *     not
 * @param period P of the attempt schedule: each connection makes one attempt in it
 */
public record Health(
    BusState state,
    boolean started,
    @Nullable String server,
    Duration outageAge,
    long attempts,
    @Nullable AttemptOutcome lastOutcome,
    @Nullable String lastCause,
    long reconnects,
    Map<AttemptOutcome, Long> outcomes,
    DeliveryHealth delivery,
    List<ConsumerHealth> consumers,
    boolean alive,
    FleetFacts fleet,
    Duration period) {

  /** Copies what can be changed. */
  public Health {
    outcomes = Map.copyOf(outcomes);
    consumers = List.copyOf(consumers);
  }

  /** Returns the same with what is known of delivery and of consumers. */
  public Health with(DeliveryHealth delivery, List<ConsumerHealth> consumers) {
    return new Health(
        state,
        started,
        server,
        outageAge,
        attempts,
        lastOutcome,
        lastCause,
        reconnects,
        outcomes,
        delivery,
        consumers,
        alive,
        fleet,
        period);
  }

  /** Returns if the bus is connected. */
  public boolean connected() {
    return state == BusState.CONNECTED;
  }
}
