package io.breakwater.client.internal;

import io.breakwater.client.Bus;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.BusJetStream;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.CloseReport;
import io.breakwater.client.ConnectionHandler;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.Health;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import io.breakwater.client.MessageHandler;
import io.breakwater.client.NotConnectedException;
import io.breakwater.client.Outbox;
import io.breakwater.client.internal.consume.JetStreamBus;
import io.breakwater.client.internal.delivery.Delivery;
import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.support.Validator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The bus as an application sees it, on a {@link BusLifecycle}. */
public final class DefaultBus implements Bus {
  /** How long handlers of consumers may take to finish when the bus is closed. */
  private static final Duration CONSUMERS_LIMIT = Duration.ofSeconds(5);

  private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();
  private final ConnectionHandlers handlers = new ConnectionHandlers();
  private final Delivery delivery;
  private final BusLifecycle life;
  private final JetStreamBus jetStream;

  private DefaultBus(LifecyclePolicy policy, LifecycleListener listener) {
    jetStream = new JetStreamBus(policy.nats().name(), this::report);
    delivery = new Delivery(policy, this::report);
    try {
      life = new BusLifecycle(policy, listener, new Connections());
    } catch (RuntimeException e) {
      delivery.end();
      throw e;
    }
  }

  private void report(LifecycleEvent event) {
    life.report(event);
  }

  /** See {@link Bus#open(LifecyclePolicy, LifecycleListener)}. */
  public static DefaultBus open(LifecyclePolicy policy, LifecycleListener listener) {
    DefaultBus bus = new DefaultBus(policy, listener);
    // A bus that gives up ends by itself.
    var unused = bus.life.ended().whenComplete((done, failure) -> bus.end(Duration.ZERO));
    bus.delivery.start();
    bus.life.start();
    return bus;
  }

  private CloseReport end(Duration handlersLimit) {
    jetStream.close(handlersLimit);
    return delivery.end();
  }

  /**
   * Passes connections on. Nothing is delivered on a new one before the bus has its subscriptions
   * on it: its own messages would miss them.
   */
  private final class Connections implements ConnectionUser {
    private @Nullable Connection standing;
    private @Nullable Connection subscribed;
    private LongSupplier reads = () -> 0;

    @Override
    public void made(int generation, Connection connection) {
      subscriptions.moveTo(connection);
      synchronized (this) {
        subscribed = connection;
        begin();
      }
      jetStream.made(connection);
      handlers.made(generation, connection);
    }

    @Override
    public synchronized void stands(Connection connection, LongSupplier reads) {
      standing = connection;
      this.reads = reads;
      begin();
    }

    private void begin() {
      if (standing != null && standing == subscribed) {
        delivery.connected(standing, reads);
      }
    }

    @Override
    public void leaving() {
      delivery.leaving();
    }

    @Override
    public void flushed() {
      delivery.flushed();
    }

    @Override
    public Health complete(Health ofConnection) {
      return ofConnection.with(delivery.health(), jetStream.consumers());
    }

    @Override
    public void givenUp() {
      delivery.refuse();
    }

    @Override
    public synchronized void ended() {
      standing = null;
      delivery.disconnected();
    }
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
  public long publish(String subject, byte[] body) {
    return delivery.publish(subject, body);
  }

  @Override
  public Outbox outbox() {
    return delivery.outbox();
  }

  @Override
  public void onDelivery(DeliveryListener listener) {
    delivery.add(listener);
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
  public CloseReport close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!life.isClosed()) {
      // In this order: what handlers publish while they finish is delivered too.
      jetStream.close(timeout);
      delivery.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return ended(Duration.ZERO);
  }

  @Override
  public void close() {
    var unused = ended(CONSUMERS_LIMIT);
  }

  private CloseReport ended(Duration handlersLimit) {
    CloseReport left = end(handlersLimit);
    life.close();
    return left;
  }
}
