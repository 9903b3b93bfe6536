package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.policy.AttemptOutcome;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.time.Duration;

/** The attempts of one plain jnats connection, pieced together from its socket and its events. */
final class JnatsAttempts implements ConnectionListener {
  private static final int NONE = -1;

  private final int replica;
  private final long connectTimeoutNanos;
  private final AttemptLog log;
  private final SteadyClock clock = new SteadyClock();
  private int attempt = NONE;
  private long dialledAt;
  private boolean heard;
  private boolean connected;

  JnatsAttempts(int replica, Duration connectTimeout, AttemptLog log) {
    this.replica = replica;
    connectTimeoutNanos = connectTimeout.toNanos();
    this.log = log;
  }

  synchronized void dialled() {
    failed();
    dialledAt = clock.now();
    attempt = log.began(replica, dialledAt);
    heard = false;
  }

  synchronized void heard() {
    heard = true;
    if (attempt != NONE) {
      log.info(attempt, clock.now());
    }
  }

  /**
   * jnats tells no outcome: an attempt has failed when the next thing happens. Over loopback only a
   * port on which nobody listens answers this fast.
   */
  private void failed() {
    boolean fast = clock.now() - dialledAt < connectTimeoutNanos / 2;
    AttemptOutcome unheard = fast ? AttemptOutcome.REFUSED : AttemptOutcome.UNREACHABLE;
    ended(heard ? AttemptOutcome.OVERLOADED : unheard);
  }

  private void ended(AttemptOutcome outcome) {
    if (attempt != NONE) {
      log.ended(attempt, outcome, clock.now());
      attempt = NONE;
    }
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still demands it
  public synchronized void connectionEvent(Connection connection, Events type) {
    if (type == Events.CONNECTED || type == Events.RECONNECTED) {
      ended(AttemptOutcome.CONNECTED);
      change(true);
    } else if (type == Events.DISCONNECTED || type == Events.CLOSED) {
      failed();
      change(false);
    }
  }

  /** jnats says DISCONNECTED on every failed attempt. */
  private void change(boolean now) {
    if (connected != now) {
      connected = now;
      log.changed(replica, now, clock.now());
    }
  }
}
