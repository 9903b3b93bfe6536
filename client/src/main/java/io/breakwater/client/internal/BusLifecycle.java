package io.breakwater.client.internal;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.BusState;
import io.breakwater.client.Health;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import io.breakwater.client.NoServerLeftException;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Connection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The life of a bus: one gate, one health, and a session of jnats that is replaced only if it has
 * to be. What an application does on the bus is in {@link DefaultBus}.
 */
final class BusLifecycle implements Session.Owner, AutoCloseable {
  /** The supervisor shows itself twice a second; this much later it counts as dead. */
  private static final Duration ALIVE_WITHIN = Duration.ofSeconds(20);

  private final String name;
  private final JnatsOptions jnatsOptions;
  private final ServerList servers;
  private final AttemptGate gate;
  private final HealthTracker tracker;
  private final EventDispatcher events;
  private final Supervisor supervisor;
  private final ConnectionWatch watch;
  private final LameDuckMove lameDuck;
  private final FleetView fleet;
  private final ConnectionUser user;
  private final Standing standing;
  private final Startup startup;
  private final Ending ending = new Ending();
  private final OutageReminder reminder = new OutageReminder();
  private final Optional<ProbeServer> probes;

  /**
   * Held while one session takes the place of another, or one changes the health of the bus: a
   * session that has just been replaced must not. Never held across I/O or a callback.
   */
  private final Object transition = new Object();

  private volatile @Nullable Session session;

  /**
   * Prepares a life; nothing is dialled before {@link #start()}.
   *
   * @param user is told of each connection before the bus counts as started
   */
  BusLifecycle(LifecyclePolicy policy, LifecycleListener listener, ConnectionUser user) {
    this.user = user;
    standing = new Standing(user);
    name = policy.nats().name();
    jnatsOptions = new JnatsOptions(policy);
    servers =
        new ServerList(
            jnatsOptions.urls(), policy.reconnect().maxAttempts(), RandomGenerator.getDefault());
    String connectionId = ConnectionIds.next(name);
    gate =
        new AttemptGate(
            policy.schedule(FleetFacts.UNKNOWN, connectionId),
            policy.startup().firstAttempt(),
            InstantSource.system(),
            RandomGenerator.getDefault());
    tracker = new HealthTracker(System.nanoTime());
    startup = new Startup(policy.startupPolicy(), servers, this::health);
    probes =
        policy.probes().enabled()
            ? Optional.of(ProbeServer.start(policy, this::health))
            : Optional.empty();
    events = EventDispatcher.ofBus(name, System.getenv(), listener);
    supervisor = new Supervisor("breakwater-" + name + "-supervisor");
    watch =
        new ConnectionWatch(
            supervisor,
            gate,
            policy.nats().connectTimeout().plus(Duration.ofSeconds(5)),
            this::replace);
    lameDuck =
        new LameDuckMove(
            policy.reconnect().lameDuckWindow(), supervisor, gate, servers, watch, events);
    fleet =
        new FleetView(
            policy, connectionId, gate, supervisor, tracker, events, RandomGenerator.getDefault());
  }

  /**
   * Begins to dial, and returns as the startup policy says: at once, or connected.
   *
   * @throws BusException if the policy waits and the bus could not start
   */
  void start() {
    try {
      events.dispatch(
          new LifecycleEvent.Opened(Instant.now(), String.join(",", servers.display())));
      startup.limit(gate, supervisor, this::fail);
      supervisor.everyTick(this::tick);
      begin(1);
      startup.await();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void begin(int generation) {
    Session made =
        new Session(
            generation,
            name,
            new GatedServerPool(
                gate,
                servers,
                new AttemptReports(tracker, events, new Concerns()),
                InstantSource.system(),
                RandomGenerator.getDefault(),
                true),
            jnatsOptions::builder,
            this);
    synchronized (transition) {
      if (ending.begun()) {
        return;
      }
      session = made;
      made.start();
    }
  }

  private void tick() {
    long now = System.nanoTime();
    tracker.alive(now);
    Session current = session;
    if (ending.begun() || current == null) {
      return;
    }
    watch.tick(current);
    reminder.due(health(), Instant.now()).ifPresent(events::dispatch);
  }

  /** Runs on the supervisor's thread only. */
  private void replace(Session old, String reason) {
    synchronized (transition) {
      if (ending.begun() || old != session) {
        return;
      }
      old.retire();
      standing.ends();
      noteDisconnected(old);
    }
    int generation = old.generation() + 1;
    aside(old::close);
    events.dispatch(new LifecycleEvent.ConnectionReplaced(Instant.now(), generation, reason));
    begin(generation);
  }

  @Override
  public void connected(Session by) {
    synchronized (transition) {
      if (by != session || by.retired()) {
        return;
      }
      standing.begins(by);
      String server = by.pool().server();
      long attempts = health().attempts();
      BusState before = tracker.connected(server, System.nanoTime());
      Duration outage = tracker.outage(System.nanoTime());
      if (before == BusState.CONNECTING) {
        events.dispatch(new LifecycleEvent.Connected(Instant.now(), server, outage, attempts));
      } else if (before == BusState.DISCONNECTED) {
        events.dispatch(new LifecycleEvent.Reconnected(Instant.now(), server, outage, attempts));
      }
      if (before != null) {
        fleet.connected(by);
      }
    }
  }

  @Override
  public void disconnected(Session by) {
    synchronized (transition) {
      if (by == session) {
        standing.ends();
        noteDisconnected(by);
      }
    }
  }

  private void noteDisconnected(Session by) {
    if (tracker.disconnected(System.nanoTime())) {
      gate.disconnected();
      events.dispatch(new LifecycleEvent.Disconnected(Instant.now(), by.pool().server()));
    }
  }

  @Override
  public void closed(Session by) {
    supervisor.after(Duration.ZERO, () -> replace(by, "jnats closed the connection"));
  }

  @Override
  public void leaving(Session by) {
    synchronized (transition) {
      if (by == session) {
        standing.leaves();
      }
    }
  }

  @Override
  public void flushed(Session by) {
    synchronized (transition) {
      if (by == session) {
        user.flushed();
      }
    }
  }

  @Override
  public void left(Session by) {
    synchronized (transition) {
      if (by == session && by.standing() && !ending.begun()) {
        standing.begins(by);
      }
    }
  }

  @Override
  public void lameDuck(Session by) {
    lameDuck.announced(by);
  }

  @Override
  public void warned(Session by, String text) {
    if (!fleet.isDenied(text)) {
      events.dispatch(new LifecycleEvent.Warned(Instant.now(), text));
    }
  }

  @Override
  public void opened(Session by, Connection connection) {
    synchronized (transition) {
      if (by != session || ending.begun()) {
        return;
      }
      if (by.standing()) {
        standing.begins(by);
      }
    }
    user.made(by.generation(), connection);
    startup.succeeded();
  }

  @Override
  public void notOpened(Session by, @Nullable RuntimeException bug) {
    if (by != session || ending.begun()) {
      return;
    }
    startup
        .fatal(bug)
        .ifPresentOrElse(
            this::fail,
            () ->
                supervisor.after(
                    Duration.ZERO, () -> replace(by, "jnats gave up on its first connect")));
  }

  /** Ends the bus because of the cause; it will never be connected again. */
  private void fail(BusException cause) {
    if (!ending.begin()) {
      return;
    }
    events.dispatch(new LifecycleEvent.Failed(Instant.now(), String.valueOf(cause.getMessage())));
    user.givenUp();
    tracker.closed(System.nanoTime());
    startup.failed(cause);
    aside(
        () -> {
          shutDown();
          ending.doneBecauseOf(cause);
        });
  }

  /** Runs what waits for jnats's threads: neither they nor the supervisor may do that. */
  private void aside(Runnable task) {
    ConnectionThreads.named("breakwater-" + name + "-closer").newThread(task).start();
  }

  /** See {@link io.breakwater.client.Bus#started}. */
  CompletionStage<Void> started() {
    return startup.started();
  }

  /** See {@link io.breakwater.client.Bus#health}. */
  Health health() {
    return user.complete(tracker.health(System.nanoTime(), ALIVE_WITHIN));
  }

  /** Reports an event of the bus that is none of the connection. */
  void report(LifecycleEvent event) {
    events.dispatch(event);
  }

  /** Returns the connection while it stands, else null. */
  @Nullable Connection live() {
    return standing.live();
  }

  /** Returns the connection of the present session, standing or not; null before its first. */
  @Nullable Connection connection() {
    Session current = session;
    return current == null ? null : current.connection();
  }

  /** Returns if the end has begun. */
  boolean isClosed() {
    return ending.begun();
  }

  /** See {@link io.breakwater.client.Bus#probeAddress}. */
  Optional<InetSocketAddress> probeAddress() {
    return probes.map(ProbeServer::address);
  }

  /** See {@link io.breakwater.client.Bus#reconnect}. */
  void reconnect() {
    Session current = session;
    if (current != null) {
      watch.reconnect(current);
    }
  }

  /** Returns a stage that completes when all is closed; it fails if the bus had to give up. */
  CompletionStage<Void> ended() {
    return ending.stage();
  }

  /** Ends the life; does nothing but wait for the end if it has begun. */
  @Override
  public void close() {
    if (ending.begin()) {
      tracker.closed(System.nanoTime());
      startup.failed(new BusClosedException("the bus was closed before it started"));
      shutDown();
      ending.done();
    } else if (!events.runsHere()) {
      ending.await();
    }
  }

  private void shutDown() {
    Session current;
    synchronized (transition) {
      standing.ends();
      current = session;
    }
    gate.close();
    supervisor.close();
    if (current != null) {
      current.close();
    }
    probes.ifPresent(ProbeServer::close);
    events.dispatch(new LifecycleEvent.Closed(Instant.now()));
    events.close();
  }

  /** Called on jnats's threads: what may wait, the supervisor does. */
  private final class Concerns implements AttemptReports.Concerns {
    @Override
    public void rejected() {
      Session current = session;
      if (current != null && jnatsOptions.passwordRotated()) {
        supervisor.after(Duration.ZERO, () -> replace(current, "the password has changed"));
      }
    }

    @Override
    public void portLost() {
      Session current = session;
      if (current != null) {
        watch.socketEnded(current);
      }
    }

    @Override
    public void poolEmptied() {
      supervisor.after(Duration.ZERO, () -> fail(new NoServerLeftException()));
    }
  }
}
