package io.breakwater.client.internal;

import io.breakwater.client.BusState;
import io.breakwater.client.DeliveryHealth;
import io.breakwater.client.Health;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetFacts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bus is: one immutable snapshot, replaced at each transition. Reading it never blocks.
 *
 * <p>jnats says DISCONNECTED after every failed attempt, and RECONNECTED at a first connection that
 * took more than one; here transitions count, not events.
 */
final class HealthTracker {
  private volatile Snapshot snapshot;
  private volatile long aliveAtNanos;
  private volatile Fleet fleet = new Fleet(FleetFacts.UNKNOWN, Duration.ZERO);

  HealthTracker(long nowNanos) {
    snapshot =
        new Snapshot(
            BusState.CONNECTING, false, null, nowNanos, nowNanos, 0, null, null, -1, Map.of());
    aliveAtNanos = nowNanos;
  }

  /** Notes an attempt that ended. */
  synchronized void attempted(AttemptOutcome outcome, @Nullable String cause) {
    Snapshot s = snapshot;
    Map<AttemptOutcome, Long> outcomes = new EnumMap<>(AttemptOutcome.class);
    outcomes.putAll(s.outcomes);
    outcomes.merge(outcome, 1L, Long::sum);
    snapshot =
        new Snapshot(
            s.state,
            s.started,
            s.server,
            s.outageBeganNanos,
            s.outageEndedNanos,
            s.attempts + 1,
            outcome,
            cause == null ? s.lastCause : cause,
            s.reconnects,
            Map.copyOf(outcomes));
  }

  /**
   * Notes that the connection stands.
   *
   * @return what the bus was before; null if this changes nothing
   */
  synchronized @Nullable BusState connected(String server, long nowNanos) {
    Snapshot s = snapshot;
    if (s.state == BusState.CONNECTED || s.state == BusState.CLOSED) {
      return null;
    }
    snapshot =
        new Snapshot(
            BusState.CONNECTED,
            true,
            server,
            s.outageBeganNanos,
            nowNanos,
            s.attempts,
            s.lastOutcome,
            s.lastCause,
            s.reconnects + 1,
            s.outcomes);
    return s.state;
  }

  /**
   * Notes that the connection does not stand.
   *
   * @return true if it did until now
   */
  synchronized boolean disconnected(long nowNanos) {
    Snapshot s = snapshot;
    if (s.state != BusState.CONNECTED) {
      return false;
    }
    snapshot =
        new Snapshot(
            BusState.DISCONNECTED,
            true,
            s.server,
            nowNanos,
            nowNanos,
            0,
            s.lastOutcome,
            s.lastCause,
            s.reconnects,
            s.outcomes);
    return true;
  }

  /**
   * Notes the end.
   *
   * @return true if it had not come yet
   */
  synchronized boolean closed(long nowNanos) {
    Snapshot s = snapshot;
    if (s.state == BusState.CLOSED) {
      return false;
    }
    snapshot =
        new Snapshot(
            BusState.CLOSED,
            s.started,
            s.server,
            s.state == BusState.CONNECTED ? nowNanos : s.outageBeganNanos,
            nowNanos,
            s.attempts,
            s.lastOutcome,
            s.lastCause,
            s.reconnects,
            s.outcomes);
    return true;
  }

  /** Notes that the supervisor is at work. */
  void alive(long nowNanos) {
    aliveAtNanos = nowNanos;
  }

  /** Notes what is known of the fleet, and the period of the schedule that follows. */
  void fleet(FleetFacts known, Duration period) {
    fleet = new Fleet(known, period);
  }

  /** Returns how many attempts have ended so since the bus was opened. */
  long attempts(AttemptOutcome outcome) {
    return snapshot.outcomes.getOrDefault(outcome, 0L);
  }

  BusState state() {
    return snapshot.state;
  }

  /** Returns how long the present outage has lasted, or the last one did. */
  Duration outage(long nowNanos) {
    Snapshot s = snapshot;
    boolean over = s.state == BusState.CONNECTED;
    return Duration.ofNanos((over ? s.outageEndedNanos : nowNanos) - s.outageBeganNanos);
  }

  /**
   * Returns how the bus is.
   *
   * @param aliveWithin how long ago the supervisor may have shown itself last
   */
  Health health(long nowNanos, Duration aliveWithin) {
    Snapshot s = snapshot;
    Fleet f = fleet;
    return new Health(
        s.state,
        s.started,
        s.server,
        s.state == BusState.CONNECTED ? Duration.ZERO : outage(nowNanos),
        s.attempts,
        s.lastOutcome,
        s.lastCause,
        Math.max(0, s.reconnects),
        s.outcomes,
        DeliveryHealth.NONE,
        List.of(),
        nowNanos - aliveAtNanos <= aliveWithin.toNanos(),
        f.known,
        f.period);
  }

  private record Fleet(FleetFacts known, Duration period) {}

  private record Snapshot(
      BusState state,
      boolean started,
      @Nullable String server,
      long outageBeganNanos,
      long outageEndedNanos,
      long attempts,
      @Nullable AttemptOutcome lastOutcome,
      @Nullable String lastCause,
      long reconnects,
      Map<AttemptOutcome, Long> outcomes) {}
}
