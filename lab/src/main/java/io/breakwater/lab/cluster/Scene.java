package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import java.time.Duration;
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

  /** From now on nothing that these replicas send or get goes through. */
  void cutOff(Set<Integer> replicas);

  /** What was cut off works again, or is known to be gone. */
  void restored();

  void pause(String text, Duration time) throws InterruptedException;

  /**
   * Waits.
   *
   * @throws io.breakwater.broker.BrokerException if it does not become true in time
   */
  void await(String text, Duration limit, BooleanSupplier condition) throws InterruptedException;
}
