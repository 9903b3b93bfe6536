package io.breakwater.client.internal;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.BusState;
import io.breakwater.client.ConnectFailedException;
import io.breakwater.client.Health;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import io.breakwater.client.NoServerLeftException;
import io.breakwater.client.StartupBudgetExceededException;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.StartupPolicy;
import io.nats.client.Connection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a bus: one gate, one health, and a session of jnats that is replaced only if it has
 * to be. What an application does on the bus is in {@link DefaultBus}.
 */
final class BusLifecycle implements Session.Owner, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BusLifecycle.class);

  /** The supervisor shows itself twice a second; this much later it counts as dead. */
  private static final Duration ALIVE_WITHIN = Duration.ofSeconds(20);

  /** How long a second close() waits for the first. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** jnats normally notices the end of a socket within this time. */
  private static final Duration JNATS_NOTICES_WITHIN = Duration.ofMillis(100);

  private final LifecyclePolicy policy;
  private final String name;
  private final JnatsOptions jnatsOptions;
  private final ServerList servers;
  private final AttemptGate gate;
  private final HealthTracker tracker;
  private final EventDispatcher events;
  private final Optional<EventFile> eventFile;
  private final Supervisor supervisor;
  private final ConnectionWatch watch;
  private final Opened opened;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Optional<ProbeServer> probes;

  /**
   * Held while one session takes the place of another, or one changes the health of the bus: a
   * session that has just been replaced must not. Never held across I/O or a callback.
   */
  private final Object transition = new Object();

  private volatile @Nullable Session session;

  /** The connection while it stands, for the hot path of publish. */
  private volatile @Nullable Connection live;

  private final OutageReminder reminder = new OutageReminder();

  /**
   * Prepares a life; nothing is dialled before {@link #start()}.
   *
   * @param opened is told of each connection before the bus counts as started
   */
  BusLifecycle(LifecyclePolicy policy, LifecycleListener listener, Opened opened) {
    this.policy = policy;
    this.opened = opened;
    name = policy.nats().name();
    jnatsOptions = new JnatsOptions(policy);
    servers =
        new ServerList(
            jnatsOptions.urls(), policy.reconnect().maxAttempts(), ThreadLocalRandom.current());
    gate =
        new AttemptGate(
            policy.schedule(FleetFacts.UNKNOWN, ConnectionIds.next(policy.nats().name())),
            policy.startup().firstAttempt(),
            InstantSource.system(),
            RandomGenerator.getDefault());
    tracker = new HealthTracker(System.nanoTime());
    probes =
        policy.probes().enabled()
            ? Optional.of(ProbeServer.start(policy, this::health))
            : Optional.empty();
    List<LifecycleListener> listeners = new ArrayList<>();
    listeners.add(new LifecycleLog(name));
    eventFile = EventFile.open(System.getenv(), name);
    eventFile.ifPresent(listeners::add);
    listeners.add(listener);
    events = new EventDispatcher("breakwater-" + name + "-events", listeners);
    supervisor = new Supervisor("breakwater-" + name + "-supervisor");
    watch =
        new ConnectionWatch(
            supervisor,
            gate,
            policy.nats().connectTimeout().plus(Duration.ofSeconds(5)),
            this::replace);
  }

  /**
   * Begins to dial, and returns as the startup policy says: at once, or connected.
   *
   * @throws BusException if the policy waits and the bus could not start
   */
  void start() {
    try {
      begin();
      if (waits(policy.startupPolicy())) {
        started.get();
      }
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof BusException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new BusClosedException("open: interrupted");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static boolean waits(StartupPolicy startup) {
    return startup instanceof StartupPolicy.FailFast
        || startup instanceof StartupPolicy.WaitForEndpoint;
  }

  private void begin() {
    events.dispatch(new LifecycleEvent.Opened(Instant.now(), String.join(",", servers.display())));
    StartupPolicy startup = policy.startupPolicy();
    if (startup instanceof StartupPolicy.FailFast) {
      gate.limitStartup(servers.size());
    } else if (startup instanceof StartupPolicy.RetryWithinBudget retry) {
      failAfter(retry.budget().total());
    } else if (startup instanceof StartupPolicy.WaitForEndpoint wait) {
      failAfter(wait.budget().total());
    }
    supervisor.everyTick(this::tick);
    begin(1);
  }

  private void failAfter(Duration budget) {
    supervisor.after(
        budget,
        () -> {
          if (tracker.state() == BusState.CONNECTING) {
            fail(new StartupBudgetExceededException(budget));
          }
        });
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
      if (closed.get()) {
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
    if (closed.get() || current == null) {
      return;
    }
    watch.tick(current);
    reminder.due(health(), Instant.now()).ifPresent(events::dispatch);
  }

  /** Runs on the supervisor's thread only. */
  private void replace(Session old, String reason) {
    synchronized (transition) {
      if (closed.get() || old != session) {
        return;
      }
      old.retire();
      live = null;
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
      live = by.connection();
      String server = by.pool().server();
      long attempts = health().attempts();
      BusState before = tracker.connected(server, System.nanoTime());
      Duration outage = tracker.outage(System.nanoTime());
      if (before == BusState.CONNECTING) {
        events.dispatch(new LifecycleEvent.Connected(Instant.now(), server, outage, attempts));
      } else if (before == BusState.DISCONNECTED) {
        events.dispatch(new LifecycleEvent.Reconnected(Instant.now(), server, outage, attempts));
      }
    }
  }

  @Override
  public void disconnected(Session by) {
    synchronized (transition) {
      if (by == session) {
        live = null;
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
  public void reported(Session by, Session.Report report, String text) {
    events.dispatch(
        report == Session.Report.LAME_DUCK
            ? new LifecycleEvent.LameDuck(Instant.now(), by.pool().server())
            : new LifecycleEvent.Warned(Instant.now(), text));
  }

  @Override
  public void opened(Session by, Connection connection) {
    synchronized (transition) {
      if (by != session || closed.get()) {
        return;
      }
      if (by.standing()) {
        live = connection;
      }
    }
    opened.made(by.generation(), connection);
    started.complete(null);
  }

  @Override
  public void notOpened(Session by, @Nullable RuntimeException bug) {
    if (by != session || closed.get()) {
      return;
    }
    Health health = health();
    if (bug != null && health.attempts() == 0) {
      fail(new ConnectFailedException(String.join(",", servers.display()), CauseText.of(bug)));
    } else if (policy.startupPolicy() instanceof StartupPolicy.FailFast && !health.started()) {
      String cause = health.lastCause() == null ? "no attempt was made" : health.lastCause();
      fail(new ConnectFailedException(String.join(",", servers.display()), cause));
    } else {
      supervisor.after(Duration.ZERO, () -> replace(by, "jnats gave up on its first connect"));
    }
  }

  /** Ends the bus because of the cause; it will never be connected again. */
  private void fail(BusException cause) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    events.dispatch(new LifecycleEvent.Failed(Instant.now(), String.valueOf(cause.getMessage())));
    tracker.closed(System.nanoTime());
    started.completeExceptionally(cause);
    aside(
        () -> {
          shutDown();
          ended.completeExceptionally(cause);
        });
  }

  /** Runs what waits for jnats's threads: neither they nor the supervisor may do that. */
  private void aside(Runnable task) {
    ConnectionThreads.named("breakwater-" + name + "-closer").newThread(task).start();
  }

  /** See {@link io.breakwater.client.Bus#started}. */
  CompletionStage<Void> started() {
    return started.minimalCompletionStage();
  }

  /** See {@link io.breakwater.client.Bus#health}. */
  Health health() {
    return tracker.health(System.nanoTime(), ALIVE_WITHIN);
  }

  /** Reports an event of the bus that is none of the connection. */
  void report(LifecycleEvent event) {
    events.dispatch(event);
  }

  /** Returns the connection while it stands, else null. */
  @Nullable Connection live() {
    return live;
  }

  /** Returns the connection of the present session, standing or not; null before its first. */
  @Nullable Connection connection() {
    Session current = session;
    return current == null ? null : current.connection();
  }

  /** Returns if the end has begun. */
  boolean isClosed() {
    return closed.get();
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
    return ended.minimalCompletionStage();
  }

  /** Ends the life; does nothing but wait for the end if it has begun. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      tracker.closed(System.nanoTime());
      started.completeExceptionally(new BusClosedException("the bus was closed before it started"));
      shutDown();
      ended.complete(null);
    } else if (!events.runsHere()) {
      awaitEnd();
    }
  }

  /** Somebody else closes: closed is closed only when that is done. */
  private void awaitEnd() {
    try {
      ended.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.trace("not the caller's business", e);
    }
  }

  private void shutDown() {
    live = null;
    gate.close();
    supervisor.close();
    Session current;
    synchronized (transition) {
      current = session;
    }
    if (current != null) {
      current.close();
    }
    probes.ifPresent(ProbeServer::close);
    events.dispatch(new LifecycleEvent.Closed(Instant.now()));
    events.close();
    eventFile.ifPresent(EventFile::close);
  }

  /** Is told of each connection, on a thread that may block. */
  interface Opened {
    void made(int generation, Connection connection);
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
        supervisor.after(JNATS_NOTICES_WITHIN, () -> watch.socketEnded(current));
      }
    }

    @Override
    public void poolEmptied() {
      supervisor.after(
          Duration.ZERO,
          () -> {
            if (!closed.get()) {
              fail(new NoServerLeftException());
            }
          });
    }
  }
}
