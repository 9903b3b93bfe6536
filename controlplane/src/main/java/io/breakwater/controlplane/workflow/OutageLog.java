package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.client.Health;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the broker was away, as this process saw it, standing by or not. Thread-safe. */
final class OutageLog {
  private static final int MOST = 1_000;

  private final Bus bus;
  private final Clock clock;
  private final Deque<RunSignal.Outage> outages = new ArrayDeque<>();
  private @Nullable Instant since;

  OutageLog(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Looks, several times a second. */
  synchronized void look() {
    Health health = bus.health();
    Instant now = clock.instant();
    if (!health.connected()) {
      if (since == null) {
        since = now.minus(health.outageAge());
      }
    } else if (since != null) {
      outages.addLast(new RunSignal.Outage(since, now));
      since = null;
      if (outages.size() > MOST) {
        outages.removeFirst();
      }
    }
  }

  /** Returns the outages that ended after an instant. */
  synchronized List<RunSignal.Outage> after(Instant instant) {
    return outages.stream().filter(outage -> outage.to().isAfter(instant)).toList();
  }
}
