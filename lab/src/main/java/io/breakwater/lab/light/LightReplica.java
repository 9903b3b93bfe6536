package io.breakwater.lab.light;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.SitOut;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a replica remembers between its attempts, and how its schedule sees them; the same as the
 * attempt gate of the client library does. Used by the thread of its loop alone.
 */
final class LightReplica {
  private final AttemptSchedule schedule;
  private int attemptsInOutage;
  private long previousWaitNanos;
  private int sitOutLevel = SitOut.NONE;
  private boolean everConnected;
  private long connectedAt;
  private long pingedAt;
  private @Nullable LightConnection connection;

  LightReplica(AttemptSchedule schedule) {
    this.schedule = schedule;
  }

  @Nullable LightConnection connection() {
    return connection;
  }

  void connection(@Nullable LightConnection now) {
    connection = now;
  }

  long pingedAt() {
    return pingedAt;
  }

  void pinged(long at) {
    pingedAt = at;
  }

  /** Returns the moment of the next attempt. */
  long nextAttemptAt(long now, RandomGenerator random) {
    long wait =
        schedule.nextWaitNanos(
            attemptsInOutage, previousWaitNanos, sitOutLevel, now, random.nextDouble());
    previousWaitNanos = wait;
    return now + wait;
  }

  /** Returns if this is the immediate first attempt of its life. */
  boolean first() {
    return !everConnected && attemptsInOutage <= 1;
  }

  void dialled() {
    attemptsInOutage++;
  }

  void ended(AttemptOutcome outcome, long now) {
    sitOutLevel = SitOut.next(sitOutLevel, outcome, first());
    if (outcome == AttemptOutcome.CONNECTED) {
      everConnected = true;
      connectedAt = now;
    }
  }

  void disconnected(long now) {
    sitOutLevel = SitOut.afterConnected(sitOutLevel, Duration.ofNanos(now - connectedAt));
    attemptsInOutage = 0;
    previousWaitNanos = 0;
  }
}
