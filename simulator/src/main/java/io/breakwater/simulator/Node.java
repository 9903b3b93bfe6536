package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One server at work. A connection goes through its stages: accepted until INFO is sent, the TLS
 * handshake, the check of its credential.
 *
 * <p>One goroutine accepts all connections, one after the other, and starts a goroutine for each:
 * in its turn it takes as many as it can of those that have come meanwhile, and then has to wait as
 * any other. Whatever waits for the network - that one, and what reads the client's parts of the
 * TLS handshake and its CONNECT - then waits for a processor behind all that is ready to run. A
 * CONNECT that has been sent is read, and its credential checked, though the client may have hung
 * up; so is what a TLS handshake begins with.
 *
 * <p>A TLS handshake that lasts too long is found out late: its timer waits for a lock that the
 * handshake holds, so only its read deadline is left, and the server reads again when it has done
 * its part ({@code doTLSHandshake} and {@code tlsTimeout} of nats-server). All of that work is lost
 * then. Not thread-safe.
 */
final class Node {
  /** The piece of work that accepts: the first number, which no connection gets. */
  private static final int ACCEPTOR = 0;

  private static final int NOBODY = -1;

  /**
   * What one connection costs the goroutine that accepts, at most all that it costs until INFO: 8.0
   * % of 5.77 s in a profile of nats-server 2.15.1 that took 70,000 in that time ({@code
   * acceptConnections}). What that goroutine starts ({@code createClient}) costs three times as
   * much.
   */
  private static final double ACCEPTING_NANOS = 6_600;

  private static final int ACCEPT = 0;
  private static final int TURN_TO_SECURE = 1;
  private static final int TLS = 2;
  private static final int TURN_TO_AUTHENTICATE = 3;
  private static final int AUTHENTICATE = 4;

  /** Those who dial. */
  interface Clients {
    /** Returns if a replica still waits for what comes of an attempt. */
    boolean waits(int replica, int attempt);

    /** A replica has got INFO. */
    void info(int replica);

    /** A replica has got what its part of the handshake begins with. */
    void handshakes(int replica);

    /** The server has ended the attempt of a replica that waits for it. */
    void answered(int replica, AttemptOutcome outcome);
  }

  private final BrokerModel model;
  private final Clients clients;
  private final RandomGenerator random;
  private final Processors processors;
  private final Jobs jobs = new Jobs();
  private final RunQueue backlog = new RunQueue();
  private final long tlsTimeout;
  private final double acceptingNanos;
  private final @Nullable RateLimit tlsRate;
  private int connections;
  private boolean up = true;
  private boolean listening = true;
  private boolean silent;
  private double wastedNanos;
  private double usefulNanos;
  private double droppedNanos;
  private long unheard;
  private long now;

  Node(BrokerModel model, Clients clients, RandomGenerator random) {
    this.model = model;
    this.clients = clients;
    this.random = random;
    processors = Processors.of(model, random);
    reserveAcceptor();
    tlsTimeout = model.tlsTimeout().toNanos();
    acceptingNanos =
        oneAfterTheOther()
            ? 0
            : Math.min(ACCEPTING_NANOS, (double) model.accept().mean().toNanos());
    tlsRate =
        model.tlsRateLimit().isPresent() ? new RateLimit(model.tlsRateLimit().getAsInt()) : null;
  }

  private void reserveAcceptor() {
    jobs.open(NOBODY, 0);
  }

  boolean listening() {
    return listening;
  }

  /** Returns if nothing answers, not even a refusal. */
  boolean silent() {
    return silent;
  }

  void begin(int established) {
    connections = established;
  }

  long nextAt() {
    return processors.nextAt();
  }

  void advance(long to) {
    if (processors.nextAt() != Long.MAX_VALUE) {
      processors.advance(to);
    }
    now = to;
  }

  /** Takes a dial, if there is room for it before the server comes to it; the server listens. */
  boolean dialled(int replica, int attempt) {
    // Linux takes one more than it was asked for: sk_acceptq_is_full() in include/net/sock.h.
    if (backlog.size() > model.backlog()) {
      unheard++;
      return false;
    }
    // While there was nothing to do, its time stood still.
    processors.advance(now);
    if (backlog.isEmpty()) {
      processors.add(ACCEPTOR, acceptingNanos);
    }
    backlog.add(jobs.open(replica, attempt));
    return true;
  }

  /** Does what is done at {@link #nextAt()}, to which time was advanced. */
  void complete() {
    int job = processors.poll();
    if (job == ACCEPTOR) {
      do {
        accept(backlog.poll());
      } while (oneAfterTheOther() && !backlog.isEmpty());
      if (!backlog.isEmpty()) {
        processors.goOn(ACCEPTOR, acceptingNanos);
      }
    } else if (job != Processors.NONE) {
      finished(job, jobs.stage(job));
    }
  }

  /** Who then has its turn keeps it: all that have come are accepted. */
  private boolean oneAfterTheOther() {
    return model.discipline() == Discipline.FIFO;
  }

  private void accept(int job) {
    jobs.stage(job, ACCEPT);
    double mean = model.accept().mean().toNanos();
    double rest = mean == 0 ? 0 : model.accept().sampleNanos(random) * (1 - acceptingNanos / mean);
    jobs.spend(job, acceptingNanos + rest);
    processors.start(job, rest);
  }

  /** Lets a connection wait for the network, and then for a processor. */
  private void await(int job, int stage) {
    jobs.stage(job, stage);
    processors.add(job, 0);
  }

  /** Begins a stage in the goroutine that has just got its turn. */
  private void goOn(int job, int stage, Demand demand) {
    processors.goOn(job, spend(job, stage, demand));
  }

  private double spend(int job, int stage, Demand demand) {
    double nanos = demand.sampleNanos(random);
    jobs.stage(job, stage);
    jobs.spend(job, nanos);
    return nanos;
  }

  private void finished(int job, int stage) {
    int replica = jobs.replica(job);
    boolean waits = clients.waits(replica, jobs.attempt(job));
    if (stage == ACCEPT) {
      accepted(job, replica, waits);
    } else if (!waits && !nextIsThere(stage)) {
      dropped(job);
    } else {
      switch (stage) {
        case TURN_TO_SECURE -> goOn(job, TLS, model.tls());
        case TLS -> {
          if (now > jobs.greetedAt(job) + tlsTimeout) {
            turnedAway(job, replica, AttemptOutcome.OVERLOADED);
          } else {
            clients.handshakes(replica);
            await(job, TURN_TO_AUTHENTICATE);
          }
        }
        case TURN_TO_AUTHENTICATE -> goOn(job, AUTHENTICATE, model.authentication());
        default -> {
          usefulNanos += jobs.spent(job);
          jobs.close(job);
          clients.answered(replica, AttemptOutcome.CONNECTED);
        }
      }
    }
  }

  /**
   * Who has got INFO has sent what follows, CONNECT or the beginning of a TLS handshake; who had to
   * finish that first may not have sent CONNECT.
   */
  private boolean nextIsThere(int stage) {
    return stage == TURN_TO_SECURE || (stage == TURN_TO_AUTHENTICATE && !model.usesTls());
  }

  private void accepted(int job, int replica, boolean waits) {
    connections++;
    if (!waits) {
      dropped(job);
      return;
    }
    if (connections > model.maxConnections().orElse(Integer.MAX_VALUE)) {
      turnedAway(job, replica, AttemptOutcome.LIMIT_EXCEEDED);
      return;
    }
    clients.info(replica);
    if (tlsRate != null && model.usesTls() && !tlsRate.allows(now)) {
      turnedAway(job, replica, AttemptOutcome.THROTTLED);
    } else {
      jobs.greeted(job, now);
      if (!model.usesTls()) {
        clients.handshakes(replica);
      }
      await(job, model.usesTls() ? TURN_TO_SECURE : TURN_TO_AUTHENTICATE);
    }
  }

  private void turnedAway(int job, int replica, AttemptOutcome outcome) {
    dropped(job);
    clients.answered(replica, outcome);
  }

  private void dropped(int job) {
    wastedNanos += jobs.spent(job);
    connections--;
    jobs.close(job);
  }

  /** A client that was connected is gone. */
  void hungUp() {
    connections--;
  }

  /** Takes no more dials. */
  void stopListening() {
    listening = false;
  }

  /** Dies, with all it was doing. */
  void down(boolean vanished) {
    up = false;
    listening = false;
    silent = vanished;
    connections = 0;
    droppedNanos = processors.busyNanos() - usefulNanos - wastedNanos;
    processors.clear();
    backlog.clear();
    jobs.clear();
    reserveAcceptor();
  }

  /** Is back. */
  void back() {
    up = true;
    listening = true;
    silent = false;
  }

  boolean up() {
    return up;
  }

  /**
   * Returns how often a dial found no room, the first time and each time that it was sent again.
   */
  long unheard() {
    return unheard;
  }

  int connections() {
    return connections;
  }

  int busy() {
    return processors.busy();
  }

  double busyNanos() {
    return processors.busyNanos();
  }

  /** Returns what was spent on those who got in. */
  double usefulNanos() {
    return usefulNanos;
  }

  /** Returns what was spent on those who had given up, or were turned away. */
  double wastedNanos() {
    return wastedNanos;
  }

  /** Returns what was spent on those who were at work when it died. */
  double droppedNanos() {
    return droppedNanos;
  }
}
