package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One server at work. A connection goes through its stages: accepted until INFO is sent, the TLS
 * handshake, the check of its credential.
 *
 * <p>Whenever it has to be woken by the network it waits for its turn behind all that is ready to
 * run: before it is accepted, and after the client's part of the TLS handshake. It does not between
 * INFO and CONNECT: the goroutine that reads is started when INFO is sent, and by the time it runs,
 * CONNECT is there. Not thread-safe.
 */
final class Node {
  private static final int TURN_TO_ACCEPT = 0;
  private static final int ACCEPT = 1;
  private static final int TLS = 2;
  private static final int TURN_TO_AUTHENTICATE = 3;
  private static final int AUTHENTICATE = 4;

  /** Those who dial. */
  interface Clients {
    /** Returns if a replica still waits for what comes of an attempt. */
    boolean waits(int replica, int attempt);

    /** A replica has got INFO. */
    void info(int replica);

    /** The server has ended the attempt of a replica that waits for it. */
    void answered(int replica, AttemptOutcome outcome);
  }

  private final BrokerModel model;
  private final Clients clients;
  private final RandomGenerator random;
  private final Processors processors;
  private final Jobs jobs = new Jobs();
  private final double turnNanos;
  private final @Nullable RateLimit tlsRate;
  private int connections;
  private boolean up = true;
  private boolean listening = true;
  private boolean silent;
  private double wastedNanos;
  private double usefulNanos;
  private double droppedNanos;
  private long now;

  Node(BrokerModel model, Clients clients, RandomGenerator random) {
    this.model = model;
    this.clients = clients;
    this.random = random;
    processors = Processors.of(model);
    // A piece of work that is shorter than a time slice ends its turn by itself.
    turnNanos = Math.min((double) model.turn().toNanos(), model.handshakeNanos());
    tlsRate =
        model.tlsRateLimit().isPresent() ? new RateLimit(model.tlsRateLimit().getAsInt()) : null;
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

  /** Takes a dial; the server listens. */
  void dialled(int replica, int attempt) {
    // While there was nothing to do, its time stood still.
    processors.advance(now);
    enter(jobs.open(replica, attempt), TURN_TO_ACCEPT);
  }

  /** Does what is done at {@link #nextAt()}, to which time was advanced. */
  void complete() {
    int job = processors.poll();
    finished(job, jobs.stage(job));
  }

  private void enter(int job, int stage) {
    switch (stage) {
      case TURN_TO_ACCEPT, TURN_TO_AUTHENTICATE -> {
        if (turnNanos > 0 && processors.saturated()) {
          jobs.stage(job, stage);
          processors.await(job, turnNanos);
        } else {
          enter(job, stage + 1);
        }
      }
      case ACCEPT -> work(job, stage, model.accept());
      case TLS -> work(job, stage, model.tls());
      default -> work(job, stage, model.authentication());
    }
  }

  private void work(int job, int stage, Demand demand) {
    double nanos = demand.sampleNanos(random);
    if (nanos == 0) {
      finished(job, stage);
    } else {
      jobs.stage(job, stage);
      jobs.spend(job, nanos);
      processors.add(job, nanos);
    }
  }

  private void finished(int job, int stage) {
    int replica = jobs.replica(job);
    boolean waits = clients.waits(replica, jobs.attempt(job));
    if (stage == ACCEPT) {
      accepted(job, replica, waits);
    } else if (!waits && stage != TURN_TO_ACCEPT) {
      dropped(job);
    } else if (stage == AUTHENTICATE) {
      usefulNanos += jobs.spent(job);
      jobs.close(job);
      clients.answered(replica, AttemptOutcome.CONNECTED);
    } else {
      enter(job, stage + 1);
    }
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
      enter(job, model.usesTls() ? TLS : AUTHENTICATE);
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
    jobs.clear();
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
