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
  private final boolean fastLane;
  private int dials;
  private int attemptsInOutage;
  private long previousWaitNanos;
  private int sitOutLevel = SitOut.NONE;
  private boolean everConnected;
  private long connectedAt;
  private long pingedAt;
  private @Nullable LightConnection connection;

  /**
   * Creates a replica that is not connected.
   *
   * @param fastLane if its first attempt after a drop is made at once
   */
  LightReplica(AttemptSchedule schedule, boolean fastLane) {
    this.schedule = schedule;
    this.fastLane = fastLane;
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
    if (fastLane && everConnected && attemptsInOutage == 0) {
      return now;
    }
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

  /** Notes that it dials; returns how often it has before. */
  int dialled() {
    attemptsInOutage++;
    return dials++;
  }

  private boolean inFastLane() {
    return fastLane && everConnected && attemptsInOutage == 1;
  }

  void ended(AttemptOutcome outcome, long now) {
    sitOutLevel = SitOut.next(sitOutLevel, outcome, first() || inFastLane());
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
