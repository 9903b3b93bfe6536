package io.breakwater.client;

import io.nats.client.Connection;

/** Is told of each jnats connection that the bus works on. */
@FunctionalInterface
public interface ConnectionHandler {

  /**
   * Called once for each connection, after its subscriptions have been made. Handles that were
   * derived from an earlier connection (JetStream, key-value, dispatchers) are dead by then.
   *
   * @param generation 1 for the first connection; more only after jnats had given up on one
   * @param connection the connection, which lives until the next call or until the bus is closed
   * @throws Exception which is logged and forgotten
   */
  void onConnection(int generation, Connection connection) throws Exception;
}
