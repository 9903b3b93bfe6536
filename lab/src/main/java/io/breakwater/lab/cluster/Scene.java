package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What a disruption has to do with: the tier, the time, and those who want to know. */
interface Scene {
  Tier tier();

  /** Returns how long it is to last. */
  Duration outage();

  /** It begins now. */
  void down();

  /** From now on all replicas can come back. */
  void up();

  /** Returns the replicas that are connected to a server now, as the server has it. */
  Set<Integer> replicasOf(NatsServer server);

  /**
   * Returns the server that is to be hit: where there are several, not the last one, and of the
   * others the one with the most replicas, for clients choose at random. The journal says which.
   */
  default NatsServer victim() {
    List<NatsServer> all = tier().nodes();
    NatsServer victim =
        all.subList(0, Math.max(1, all.size() - 1)).stream()
            .max(Comparator.comparingInt(server -> replicasOf(server).size()))
            .orElseThrow();
    note(
        "%s was hit, with %d replicas connected to it."
            .formatted(tier().name(victim), replicasOf(victim).size()));
    return victim;
  }

  /** Notes a sentence that a reader of the figures must know. */
  void note(String sentence);

  /** From now on nothing that these replicas send or get goes through. */
  void cutOff(Set<Integer> replicas);

  /** What was cut off works again, or is known to be gone. */
  void restored();

  void pause(String text, Duration time) throws InterruptedException;

  /** Waits for as long as a fleet is watched when all are back. */
  void settle(String text) throws InterruptedException;

  /**
   * Waits.
   *
   * @throws io.breakwater.broker.BrokerException if it does not become true in time
   */
  void await(String text, Duration limit, BooleanSupplier condition) throws InterruptedException;
}
