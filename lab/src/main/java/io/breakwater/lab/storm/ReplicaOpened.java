package io.breakwater.lab.storm;

import io.breakwater.client.Bus;
import io.nats.client.Connection;

/** Hears of each replica of a fleet as it is opened, on the thread that opens it. */
public interface ReplicaOpened {
  /** Nobody listens. */
  ReplicaOpened UNHEARD = new ReplicaOpened() {};

  /**
   * A bus was opened; it need not be connected yet.
   *
   * @param replica its number, from 0
   */
  default void bus(int replica, Bus bus) {}

  /**
   * A plain jnats connection stands.
   *
   * @param replica its number, from 0
   */
  default void jnats(int replica, Connection connection) {}
}
