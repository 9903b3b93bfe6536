package io.breakwater.simulator;

/**
 * The one processor on which all replicas of a fleet live, as in a drill: what they have to do
 * waits in line. A connection that is lost, and a dial, are work; so is what a client does from
 * INFO to the end of the handshake, which does not wait: a client reads what has come before it
 * dials on. Not thread-safe.
 */
final class Machine {
  private final long dial;
  private final long handshake;
  private final RunQueue replicas = new RunQueue();
  private long freeAt;

  /**
   * Creates one that has nothing to do.
   *
   * @param clients what each thing costs it
   */
  Machine(ClientModel clients) {
    dial = clients.dialCost().toNanos();
    handshake = clients.handshakeCost().toNanos();
  }

  /** Returns if nothing costs anything, so that nothing waits. */
  boolean free() {
    return dial == 0 && handshake == 0;
  }

  /** Lets a replica wait for its turn. */
  void await(int replica, long now) {
    if (replicas.isEmpty()) {
      freeAt = Math.max(freeAt, now) + dial;
    }
    replicas.add(replica);
  }

  /** Works for a handshake. */
  void shake(long now) {
    freeAt = Math.max(freeAt, now) + handshake;
  }

  /** Returns when the first in line is served. */
  long nextAt() {
    return replicas.isEmpty() ? Long.MAX_VALUE : freeAt;
  }

  /** Removes the first in line, and returns it; there is one. */
  int poll() {
    int replica = replicas.poll();
    if (!replicas.isEmpty()) {
      freeAt += dial;
    }
    return replica;
  }
}
