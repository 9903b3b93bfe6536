package io.breakwater.client.internal;

import io.breakwater.client.Health;
import io.breakwater.client.LifecycleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says once a minute that an outage goes on. For one thread. */
final class OutageReminder {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private Duration reminded = Duration.ZERO;

  /** Returns the event that is due, if another minute of the outage has passed. */
  Optional<LifecycleEvent> due(Health health, Instant now) {
    if (health.connected()) {
      reminded = Duration.ZERO;
      return Optional.empty();
    }
    if (health.outageAge().minus(reminded).compareTo(PERIOD) < 0) {
      return Optional.empty();
    }
    reminded = reminded.plus(PERIOD);
    return Optional.of(
        new LifecycleEvent.OutageContinues(
            now, health.outageAge(), health.attempts(), health.lastOutcome()));
  }
}
