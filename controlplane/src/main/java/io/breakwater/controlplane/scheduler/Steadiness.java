package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.Health;
import java.time.Duration;

/**
 * Since when this process has heard all there was to hear: without an outage, and without having
 * stood still itself. Silence before that is nobody else's fault. Belongs to the loop.
 */
final class Steadiness {
  /** A look that comes so late says that the process stood still, not that the loop was busy. */
  private static final Duration STOOD_STILL = Duration.ofSeconds(2);

  private final Bus bus;
  private long reconnects = -1;
  private long lookedNanos;
  private long sinceNanos;
  private boolean connected;

  Steadiness(Bus bus, long now) {
    this.bus = bus;
    lookedNanos = now;
    sinceNanos = now;
  }

  /** Looks, several times a second. */
  void look(long now) {
    Health health = bus.health();
    connected = health.connected();
    if (!health.connected()
        || health.reconnects() != reconnects
        || now - lookedNanos > STOOD_STILL.toNanos()) {
      sinceNanos = now;
      reconnects = health.reconnects();
    }
    lookedNanos = now;
  }

  /** Returns if the bus was connected at the last look. */
  boolean connected() {
    return connected;
  }

  long sinceNanos() {
    return sinceNanos;
  }
}
