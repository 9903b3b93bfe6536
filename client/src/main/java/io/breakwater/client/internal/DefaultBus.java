package io.breakwater.client.internal;

import io.breakwater.client.Bus;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.BusJetStream;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.ConnectionHandler;
import io.breakwater.client.Health;
import io.breakwater.client.LifecycleListener;
import io.breakwater.client.MessageHandler;
import io.breakwater.client.NotConnectedException;
import io.breakwater.client.internal.consume.JetStreamBus;
import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.support.Validator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The bus as an application sees it, on a {@link BusLifecycle}. */
public final class DefaultBus implements Bus {
  /** How long handlers of consumers may take to finish when the bus is closed. */
  private static final Duration CONSUMERS_LIMIT = Duration.ofSeconds(5);

  private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();
  private final ConnectionHandlers handlers = new ConnectionHandlers();
  private final BusLifecycle life;
  private final JetStreamBus jetStream;

  private DefaultBus(LifecyclePolicy policy, LifecycleListener listener) {
    life = new BusLifecycle(policy, listener, this::made);
    jetStream = new JetStreamBus(policy.nats().name(), life::report);
  }

  /** See {@link Bus#open(LifecyclePolicy, LifecycleListener)}. */
  public static DefaultBus open(LifecyclePolicy policy, LifecycleListener listener) {
    DefaultBus bus = new DefaultBus(policy, listener);
    bus.life.ended().whenComplete((done, failure) -> bus.jetStream.close(Duration.ZERO));
    bus.life.start();
    return bus;
  }

  private void made(int generation, Connection connection) {
    subscriptions.moveTo(connection);
    jetStream.made(connection);
    handlers.made(generation, connection);
  }

  @Override
  public CompletionStage<Void> started() {
    return life.started();
  }

  @Override
  public Health health() {
    return life.health();
  }

  @Override
  public void publish(String subject, byte[] body) {
    Connection to = life.live();
    if (to == null) {
      throw refused("publish to " + subject);
    }
    try {
      to.publish(subject, body);
    } catch (IllegalStateException e) {
      if (life.live() == to) {
        throw e;
      }
      // jnats keeps nothing for later, because we tell it to: the connection went meanwhile.
      throw refused("publish to " + subject);
    }
  }

  @Override
  public CompletionStage<Message> request(String subject, byte[] body, Duration timeout) {
    Connection to = life.live();
    if (to == null) {
      throw refused("request to " + subject);
    }
    try {
      return Requests.send(to, subject, body, timeout);
    } catch (IllegalStateException e) {
      throw refused("request to " + subject);
    }
  }

  private BusException refused(String what) {
    return life.isClosed()
        ? new BusClosedException(what + ": the bus is closed")
        : new NotConnectedException(what);
  }

  @Override
  public BusSubscription subscribe(String subject, MessageHandler handler) {
    return subscribed(subject, null, handler);
  }

  @Override
  public BusSubscription subscribe(String subject, String queue, MessageHandler handler) {
    Validator.validateQueueName(queue, true);
    return subscribed(subject, queue, handler);
  }

  private BusSubscription subscribed(
      String subject, @Nullable String queue, MessageHandler handler) {
    Validator.validateSubjectTerm(subject, "Subject", true);
    if (life.isClosed()) {
      throw new BusClosedException("subscribe to " + subject + ": the bus is closed");
    }
    return subscriptions.add(subject, queue, handler);
  }

  @Override
  public Connection connection() {
    Connection made = life.connection();
    if (life.isClosed()) {
      throw new BusClosedException("connection: the bus is closed");
    }
    if (made == null) {
      throw new NotConnectedException("connection");
    }
    return made;
  }

  @Override
  public BusJetStream jetStream() {
    return jetStream;
  }

  @Override
  public Optional<InetSocketAddress> probeAddress() {
    return life.probeAddress();
  }

  @Override
  public void onConnection(ConnectionHandler handler) {
    handlers.add(handler);
  }

  @Override
  public void reconnect() {
    if (life.isClosed()) {
      throw new BusClosedException("reconnect: the bus is closed");
    }
    life.reconnect();
  }

  /** Returns a stage that completes when all is closed; it fails if the bus had to give up. */
  CompletionStage<Void> ended() {
    return life.ended();
  }

  @Override
  public void close() {
    jetStream.close(CONSUMERS_LIMIT);
    life.close();
  }
}
