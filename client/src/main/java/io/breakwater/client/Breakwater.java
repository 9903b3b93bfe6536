package io.breakwater.client;

import io.breakwater.client.internal.Guard;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.nats.client.Options;

/** For code that keeps its own {@code Nats.connect(...)}. */
public final class Breakwater {
  private Breakwater() {}

  /**
   * Puts the gate and its schedule under a jnats connection, and nothing else.
   *
   * <p>Every attempt of {@code Nats.connect} with these options, at first boot and later, waits for
   * its moment; the first connect ends as the startup policy says: after one pass, at the end of
   * the budget, or never. What is left as it was in the options: servers, credentials, TLS,
   * listeners, executors. What is replaced: the server pool, the data port, the limits and delays
   * of reconnecting, the connect timeout.
   *
   * <p>Such a connection asks the broker nothing about its fleet: N, C and rank are those of the
   * policy's {@code fleet} section, and where it says no rank its place is a hash.
   *
   * <p>The returned options are for one connection: each needs a gate of its own.
   *
   * <p>Hazards of jnats that such a connection still has, and the bus has not:
   *
   * <ul>
   *   <li>a socket that ends while subscriptions are made again is not noticed for minutes;
   *   <li>{@code forceReconnect()} is silently dropped while an attempt is running;
   *   <li>up to 2 MiB and 1,000 messages handed to the socket are lost at a reset, and {@code
   *       close()} discards what is queued, both without a callback;
   *   <li>a publish into a full queue blocks for two seconds, and what was queued in an outage is
   *       flushed at once after it;
   *   <li>{@code outgoingPendingMessageCount()} and its like block for the whole outage;
   *   <li>DISCONNECTED is reported for each failed attempt;
   *   <li>threads have the names that jnats gives them;
   *   <li>certificates are not checked for the host's name, unless the options' own TLS context
   *       does;
   *   <li>the {@code IOException} of {@code Nats.connect} names the servers with their user info.
   * </ul>
   *
   * @param options jnats options, with at least the servers set
   * @param policy whose startup, reconnect and fleet sections, and connect timeout, are used
   * @return new builder, independent of the one given
   * @throws PolicyException if the policy cannot be used
   * @throws IllegalArgumentException if the options have a server pool or a data port of their own
   */
  public static Options.Builder guard(Options.Builder options, LifecyclePolicy policy) {
    return Guard.guard(options, policy);
  }
}
