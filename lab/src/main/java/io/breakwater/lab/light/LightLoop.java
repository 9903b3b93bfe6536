package io.breakwater.lab.light;

import io.breakwater.lab.light.LightSettings.Then;
import io.breakwater.policy.AttemptOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that drives its part of a fleet: dials, reads, wakes. */
final class LightLoop implements LightConnection.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LightLoop.class);

  /** Dials between two looks at what has arrived: a wave must not keep the loop from reading. */
  private static final int WAKES_AT_ONCE = 64;

  private static final long ROUND_UP_TO_MILLIS = TimeUnit.MILLISECONDS.toNanos(1) - 1;

  private final Part part;
  private final LightReplica[] replicas;
  private final WakeQueue wakes;
  private final LightConnection.Shared shared;
  private final SourceAddresses sources;
  private final AttemptLog attempts;
  private final SteadyClock clock;
  private final Selector selector;
  private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;
  private volatile int window;
  private volatile boolean pingWanted;
  private int inWindow;
  private int nextToStart;

  /**
   * Which replicas of the fleet are this loop's: {@code first}, {@code first + step} and so on.
   *
   * @param first the number of its first replica
   * @param step how many loops there are
   * @param count how many replicas it has
   */
  record Part(int first, int step, int count) {
    int number(int index) {
      return first + index * step;
    }

    int index(int number) {
      return (number - first) / step;
    }
  }

  LightLoop(
      Part part,
      LightReplica[] replicas,
      LightSettings settings,
      SourceAddresses sources,
      AttemptLog attempts,
      SteadyClock clock) {
    this.part = part;
    this.replicas = replicas;
    this.sources = sources;
    this.attempts = attempts;
    this.clock = clock;
    wakes = new WakeQueue(replicas.length);
    shared = new LightConnection.Shared(settings, this, LightConnection.Buffers.allocate());
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
    thread = new Thread(this::run, "breakwater-lab-light-" + part.first());
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets the replicas make their first attempts, so many at a time. */
  void start(int atATime) {
    window = atATime;
    selector.wakeup();
  }

  /** Returns if the loop goes on; it ends by itself only if something is wrong with it. */
  boolean running() {
    return thread.isAlive();
  }

  /** Sends a PING on every connection. */
  void pingAll() {
    answered.clear();
    pingWanted = true;
    selector.wakeup();
  }

  /** Returns the replicas that have answered it. */
  Set<Integer> answered() {
    return Set.copyOf(answered);
  }

  private void pingThemAll() {
    pingWanted = false;
    for (LightReplica replica : replicas) {
      LightConnection connection = replica.connection();
      if (connection != null && connection.established()) {
        ping(replica, connection);
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        if (pingWanted) {
          pingThemAll();
        }
        startReplicas();
        wakeThoseDue();
        long wait = wakes.next() - clock.now();
        if (wait <= 0) {
          selector.selectNow(this::ready);
        } else if (wakes.next() == Long.MAX_VALUE) {
          selector.select(this::ready);
        } else {
          selector.select(this::ready, TimeUnit.NANOSECONDS.toMillis(wait + ROUND_UP_TO_MILLIS));
        }
      }
    } catch (IOException | RuntimeException e) {
      log.error("light clients: the loop ends", e);
    } finally {
      hangUp();
    }
  }

  private void hangUp() {
    for (LightReplica replica : replicas) {
      LightConnection connection = replica.connection();
      if (connection != null) {
        connection.close();
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      log.debug("light clients: a selector does not close", e);
    }
  }

  private void startReplicas() {
    while (inWindow < window && nextToStart < replicas.length) {
      inWindow++;
      wakes.set(nextToStart++, clock.now());
    }
  }

  private void wakeThoseDue() {
    for (int i = 0; i < WAKES_AT_ONCE; i++) {
      int index = wakes.poll(clock.now());
      if (index == WakeQueue.NOBODY) {
        return;
      }
      LightReplica replica = replicas[index];
      LightConnection connection = replica.connection();
      if (connection == null) {
        dial(index, replica);
      } else if (connection.established()) {
        ping(replica, connection);
      } else {
        ended(connection, null);
      }
    }
  }

  private void dial(int index, LightReplica replica) {
    long now = clock.now();
    int number = part.number(index);
    int attempt = attempts.began(number, now);
    InetSocketAddress address = shared.settings().target().address(number, replica.dialled());
    try {
      replica.connection(
          LightConnection.dial(shared, number, attempt, address, sources.of(number), selector));
      wakes.set(index, now + shared.settings().connectTimeout().toNanos());
    } catch (IOException e) {
      failed(index, replica, attempt, LightConnection.outcomeOfDial(e));
    }
  }

  private void ready(SelectionKey key) {
    LightConnection connection = (LightConnection) key.attachment();
    try {
      connection.ready();
    } catch (IOException e) {
      ended(connection, e);
    }
  }

  private void ended(LightConnection connection, @Nullable IOException end) {
    int index = part.index(connection.replica());
    LightReplica replica = replicas[index];
    connection.close();
    replica.connection(null);
    answered.remove(connection.replica());
    if (connection.established()) {
      long now = clock.now();
      attempts.changed(connection.replica(), false, now);
      replica.disconnected(now);
      wakes.set(index, replica.nextAttemptAt(now));
    } else {
      failed(index, replica, connection.attempt(), connection.outcome(end));
    }
  }

  private void failed(int index, LightReplica replica, int attempt, AttemptOutcome outcome) {
    long now = clock.now();
    attempts.ended(attempt, outcome, now);
    firstAttemptEnds(replica);
    replica.ended(outcome, now);
    wakes.set(index, replica.nextAttemptAt(now));
  }

  private void firstAttemptEnds(LightReplica replica) {
    if (replica.first()) {
      inWindow--;
    }
  }

  @Override
  public void info(LightConnection connection) {
    attempts.info(connection.attempt(), clock.now());
  }

  @Override
  public void secured(LightConnection connection) {
    attempts.secured(connection.attempt(), clock.now());
  }

  @Override
  public void established(LightConnection connection) {
    int index = part.index(connection.replica());
    LightReplica replica = replicas[index];
    long now = clock.now();
    attempts.ended(connection.attempt(), AttemptOutcome.CONNECTED, now);
    attempts.changed(connection.replica(), true, now);
    firstAttemptEnds(replica);
    replica.ended(AttemptOutcome.CONNECTED, now);
    wakes.remove(index);
    Then then = shared.settings().then();
    if (then instanceof Then.HangUp) {
      connection.close();
      replica.connection(null);
      attempts.changed(connection.replica(), false, now);
      replica.disconnected(now);
      wakes.set(index, now);
    } else if (then instanceof Then.Ping) {
      wakes.set(index, now);
    }
  }

  private void ping(LightReplica replica, LightConnection connection) {
    try {
      replica.pinged(clock.now());
      connection.ping();
    } catch (IOException e) {
      ended(connection, e);
    }
  }

  @Override
  public void pong(LightConnection connection) {
    answered.add(connection.replica());
    if (shared.settings().then() instanceof Then.Ping ping) {
      int index = part.index(connection.replica());
      long roundTrip = clock.now() - replicas[index].pingedAt();
      ping.roundTripNanos().accept(roundTrip);
      wakes.set(index, replicas[index].pingedAt() + Math.max(roundTrip, ping.every().toNanos()));
    }
  }

  /** Ends the loop and all its connections. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
