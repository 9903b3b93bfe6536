package io.breakwater.client.internal;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Sees that jnats neither holds on to a dead connection nor stops trying.
 *
 * <ul>
 *   <li>A socket that ends while jnats re-subscribes is not noticed by jnats: it says CONNECTED
 *       until a write or some minutes of pings tell otherwise. Here the end of the socket is seen
 *       by the data port, and if jnats still says CONNECTED a moment later it is told to reconnect.
 *   <li>A wish to reconnect that comes while an attempt runs is dropped by jnats. Here it is
 *       repeated until a connection stands whose attempt began after the wish.
 *   <li>If jnats neither dials nor waits at the gate while it is not connected, something ended its
 *       reconnecting. Then the connection is replaced.
 * </ul>
 *
 * <p>Called on the supervisor's thread only, except {@link #reconnect} and {@link #socketEnded}.
 */
final class ConnectionWatch {
  /** jnats normally notices the end of a socket within this time. */
  private static final Duration JNATS_NOTICES_WITHIN = Duration.ofMillis(100);

  /** Between two looks at a connection that should be moving. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** How often jnats is asked before its connection is replaced: for about two seconds. */
  private static final int ASKS = 40;

  /**
   * What was published reaches a server that is left. Shorter than the time for which jnats is
   * asked, during which it may be busy flushing.
   */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final Supervisor supervisor;
  private final AttemptGate gate;
  private final Duration idleLimit;
  private final BiConsumer<Session, String> replace;
  private volatile long lastWish;
  private long idleSinceNanos = Long.MIN_VALUE;

  /**
   * Creates the watch.
   *
   * @param idleLimit how long jnats may do nothing about an outage
   * @param replace takes a session that is beyond help, and why
   */
  ConnectionWatch(
      Supervisor supervisor,
      AttemptGate gate,
      Duration idleLimit,
      BiConsumer<Session, String> replace) {
    this.supervisor = supervisor;
    this.gate = gate;
    this.idleLimit = idleLimit;
    this.replace = replace;
  }

  /** The socket of a session was seen to end. May be called from any thread. */
  void socketEnded(Session session) {
    supervisor.after(
        JNATS_NOTICES_WITHIN,
        () ->
            move(
                session,
                "jnats held on to a dead connection",
                () -> session.standing() && session.pool().portLost(),
                Duration.ZERO,
                ASKS));
  }

  /**
   * Moves the session to a connection whose attempt begins after this call; may be called from any
   * thread. A later wish takes the place of an earlier one, so that they do not pile up through an
   * outage.
   */
  void reconnect(Session session) {
    long wish = System.nanoTime();
    lastWish = wish;
    supervisor.after(
        Duration.ZERO,
        () ->
            move(
                session,
                "jnats did not reconnect when asked to",
                () -> lastWish == wish && session.pool().establishedBefore(wish),
                FLUSH,
                ASKS));
  }

  private void move(
      Session session, String reason, BooleanSupplier stale, Duration flush, int asksLeft) {
    if (session.retired() || !stale.getAsBoolean()) {
      return;
    }
    boolean standing = session.standing();
    if (standing && asksLeft == 0) {
      replace.accept(session, reason);
      return;
    }
    if (standing) {
      session.forceReconnectIf(stale, flush);
    }
    int left = standing ? asksLeft - 1 : asksLeft;
    supervisor.after(
        standing ? LOOK_AGAIN : Supervisor.TICK, () -> move(session, reason, stale, flush, left));
  }

  /** Called at every tick: replaces a session that has stopped trying. */
  void tick(Session session) {
    boolean busy = session.standing() || gate.busy() || session.pool().underWay() != null;
    long now = System.nanoTime();
    if (busy) {
      idleSinceNanos = Long.MIN_VALUE;
    } else if (idleSinceNanos == Long.MIN_VALUE) {
      idleSinceNanos = now;
    } else if (now - idleSinceNanos > idleLimit.toNanos()) {
      idleSinceNanos = Long.MIN_VALUE;
      replace.accept(session, "jnats stopped trying");
    }
  }
}
