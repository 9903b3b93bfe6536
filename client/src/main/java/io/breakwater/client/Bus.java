package io.breakwater.client;

import io.breakwater.client.internal.DefaultBus;
import io.breakwater.client.internal.ExitOnFailure;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A connection to NATS that starts, comes back and ends as its policy says, and at no other time.
 *
 * <p>All methods may be called from any thread. All threads of a bus are daemons, carry the
 * connection's name, and end with {@link #close()}.
 */
public interface Bus extends AutoCloseable {

  /**
   * Opens a bus.
   *
   * <p>Under fail-fast and wait-for-endpoint the call returns a connected bus, or throws. Under the
   * retrying policies it returns at once with a bus that is {@link BusState#CONNECTING}; {@link
   * #started()} tells how that ended.
   *
   * <p>The probe server, if the policy has one, answers before the first dial.
   *
   * @throws PolicyException if the policy names a file that cannot be read or parsed: no waiting
   *     mends that
   * @throws ProbePortException if the port for the probes cannot be had
   * @throws ConnectFailedException under fail-fast, if one pass over all servers found none
   * @throws StartupBudgetExceededException under wait-for-endpoint, when the budget is used up
   * @throws OutboxDirectoryException if the policy names a directory for the outbox that cannot be
   *     used
   * @throws BusClosedException if the thread is interrupted while it waits; its flag is then set
   */
  static Bus open(LifecyclePolicy policy) {
    return open(policy, event -> {});
  }

  /**
   * Opens a bus, as {@link #open(LifecyclePolicy)} does, with a listener that hears of everything
   * from the first event on.
   */
  static Bus open(LifecyclePolicy policy, LifecycleListener listener) {
    return DefaultBus.open(policy, listener);
  }

  /**
   * Opens a bus as the main method of a service wants it, with the policy of this process's
   * variables: {@link LifecyclePolicy#fromEnvironment}.
   *
   * <p>If it cannot start, or has no server left later, the reason is logged as {@code failed to
   * connect to NATS} and the process exits with 1; with 2 if the policy itself is at fault. Where
   * no log is kept, for want of an SLF4J provider, the reason goes to stderr. A process that closes
   * the bus is left alone.
   *
   * <p>Shutdown hooks run, on threads that do not need the calling one: it throws what {@link
   * #open(LifecyclePolicy)} throws if they are not through within two seconds, which lets go of its
   * locks. Hooks that are not through after 30 seconds are cut off, with the same exit code.
   *
   * <p>All threads of a bus are daemons: a main that returns ends its process. One that has nothing
   * else to do waits: {@code Thread.currentThread().join()}.
   */
  static Bus openOrExit() {
    return ExitOnFailure.load(() -> LifecyclePolicy.fromEnvironment(System.getenv()));
  }

  /**
   * Opens a bus, as {@link #openOrExit()} does, with the policy of a file and the variables of this
   * process over it: {@link LifecyclePolicy#load(Path)}.
   */
  static Bus openOrExit(Path policyFile) {
    return ExitOnFailure.load(() -> LifecyclePolicy.load(policyFile));
  }

  /** Opens a bus, as {@link #openOrExit()} does, with a policy that there is already. */
  static Bus openOrExit(LifecyclePolicy policy) {
    return ExitOnFailure.open(policy);
  }

  /**
   * Returns a stage that completes when the first connection stands and its subscriptions are made.
   * It fails with {@link StartupBudgetExceededException}, {@link ConnectFailedException} or {@link
   * BusClosedException} when the bus will never be connected.
   */
  CompletionStage<Void> started();

  /** Returns how the bus is now, from memory, without blocking. */
  Health health();

  /**
   * Publishes to a subject, at most once. While connected the message goes straight to jnats. In an
   * outage, and while the server takes nothing, it is held as the policy's buffer says, and goes
   * out in order after it. A publisher that is faster than the server waits for it, a second at
   * most.
   *
   * <p>What may have been lost with a connection is reported to {@link DeliveryListener}s in ranges
   * of the numbers that this method returns. jnats keeps {@code body}: it must not change.
   *
   * @return the number of the message, from 1; numbers of one thread rise
   * @throws NotConnectedException if there is no connection now, and the buffer holds nothing
   * @throws BufferFullException if the message was to be held and there is no room
   * @throws BusClosedException if the bus is closed
   * @throws InvalidSubjectException if the subject is empty, has wildcards or is not valid
   * @throws MessageTooLargeException if the message is larger than the server takes, or was to be
   *     held and is larger than the buffer
   */
  long publish(String subject, byte[] body);

  /** Returns what sends messages that must arrive in a stream. */
  Outbox outbox();

  /** Registers a listener for what was not delivered. */
  void onDelivery(DeliveryListener listener);

  /**
   * Sends a request; the stage completes with the first reply. It fails with {@link
   * java.util.concurrent.TimeoutException} if none has come within the timeout (a connection that
   * is lost meanwhile shows in no other way), with {@link NoRespondersException} at once if nobody
   * is subscribed to the subject, and with {@link java.util.concurrent.CancellationException} when
   * the bus is closed.
   *
   * @throws NotConnectedException if there is no connection now
   * @throws BusClosedException if the bus is closed
   */
  CompletionStage<Message> request(String subject, byte[] body, Duration timeout);

  /**
   * Subscribes to a subject. May be called before the bus is connected; the subscription is made
   * when it is.
   *
   * @throws BusClosedException if the bus is closed
   * @throws IllegalArgumentException if the subject is not valid
   */
  BusSubscription subscribe(String subject, MessageHandler handler);

  /**
   * Subscribes to a subject as one of a queue group: each message goes to one of its members.
   *
   * @throws BusClosedException if the bus is closed
   * @throws IllegalArgumentException if the subject or the queue's name is not valid
   */
  BusSubscription subscribe(String subject, String queue, MessageHandler handler);

  /** Returns the streams and durable consumers of this bus. */
  BusJetStream jetStream();

  /**
   * Returns the jnats connection, for everything that the bus does not do itself. It stays the same
   * through outages; see {@link #onConnection} for the rare case that it does not.
   *
   * @throws NotConnectedException if there is none: the bus has never been connected, or the next
   *     connection is still to come in the place of one that ended
   * @throws BusClosedException if the bus is closed
   */
  Connection connection();

  /**
   * Returns where the probe server listens; its port is the one that was taken, where the policy
   * says 0. Empty if the policy has no probe server.
   */
  Optional<InetSocketAddress> probeAddress();

  /**
   * Registers a handler for each connection, the present one included: it is called with it at
   * once, on the calling thread, if there is one.
   */
  void onConnection(ConnectionHandler handler);

  /**
   * Leaves the present server, once it has what was published, and connects again through the gate.
   * Unlike jnats's {@code forceReconnect}, the wish is not lost when an attempt happens to be
   * running. Returns at once.
   *
   * @throws BusClosedException if the bus is closed
   */
  void reconnect();

  /**
   * Ends the consumers in order, takes nothing more, delivers what is held as far as the time
   * allows, and closes. What handlers publish while they finish is delivered too.
   *
   * @param timeout how long to wait, all together: for the handlers of consumers, for the server
   *     and, while disconnected, for a connection; zero waits for nothing
   * @return what could not be delivered; the same again if the bus has ended before, by itself or
   *     by another call
   */
  CloseReport close(Duration timeout);

  /**
   * Closes the connection and everything that belongs to it, and returns when that is done. Does
   * nothing if the bus is closed. Never waits for a broker; for listeners and jnats's own threads a
   * few seconds at most; for handlers of consumers five seconds, see {@link BusConsumer#close}.
   * What could not be delivered goes to the {@link DeliveryListener}s.
   */
  @Override
  void close();
}
