package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a server that is about to stop, in this connection's own slot of the window, for a server
 * that stays. Until then it is served by the old one; if that lets go first, or no other server is
 * known, it is an outage like any other.
 *
 * <p>The server is passed over until a window has gone by after the move, unless it shows before
 * that it is back: nothing is heard from a server that was killed instead of stopping. One that
 * gives notice again after its return is passed over until the window of the new notice has gone
 * by.
 */
final class LameDuckMove {
  private final Duration window;
  private final Supervisor supervisor;
  private final AttemptGate gate;
  private final ServerList servers;
  private final ConnectionWatch watch;
  private final EventDispatcher events;

  /** The connection that was announced last to be leaving: a notice may come again. */
  private final AtomicReference<@Nullable Attempt> announced = new AtomicReference<>();

  LameDuckMove(
      Duration window,
      Supervisor supervisor,
      AttemptGate gate,
      ServerList servers,
      ConnectionWatch watch,
      EventDispatcher events) {
    this.window = window;
    this.supervisor = supervisor;
    this.gate = gate;
    this.servers = servers;
    this.watch = watch;
    this.events = events;
  }

  /** Takes the notice of the session's server; never blocks. */
  void announced(Session session) {
    Attempt connection = session.pool().established();
    if (connection == null || announced.getAndSet(connection) == connection) {
      return;
    }
    ServerList.Server server = connection.server();
    events.dispatch(new LifecycleEvent.LameDuck(Instant.now(), server.display()));
    int notice = servers.lameDuck(server);
    Duration wait = gate.lameDuckWait(window);
    supervisor.after(wait, () -> move(session, connection));
    supervisor.after(wait.plus(window), () -> servers.noticeLapses(server, notice));
  }

  private void move(Session session, Attempt from) {
    boolean there = session.standing() && session.pool().established() == from;
    if (!there || session.retired() || !servers.hasStaying()) {
      return;
    }
    events.dispatch(new LifecycleEvent.LeavingLameDuck(Instant.now(), from.server().display()));
    // The wish first: an attempt that is granted must be younger than it.
    watch.reconnect(session);
    gate.grant();
  }
}
