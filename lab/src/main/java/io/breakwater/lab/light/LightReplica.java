package io.breakwater.lab.light;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.AttemptState;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A replica: what it remembers between its attempts, and the connection that it has now. Used by
 * the thread of its loop alone.
 */
final class LightReplica {
  private final AttemptSchedule schedule;
  private final boolean fastLane;
  private final RandomGenerator random;
  private int dials;
  private AttemptState state = AttemptState.NEW;
  private long waitNanos;
  private long pingedAt;
  private @Nullable LightConnection connection;

  /**
   * Creates a replica that is not connected.
   *
   * @param fastLane if its first attempt after a drop is made at once
   * @param random its own
   */
  LightReplica(AttemptSchedule schedule, boolean fastLane, RandomGenerator random) {
    this.schedule = schedule;
    this.fastLane = fastLane;
    this.random = random;
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
  long nextAttemptAt(long now) {
    waitNanos =
        fastLane && state.everConnected() && state.attempts() == 0
            ? 0
            : state.nextWaitNanos(schedule, now, random.nextDouble());
    return now + waitNanos;
  }

  /** Returns if this is the immediate first attempt of its life. */
  boolean first() {
    return !state.everConnected() && state.attempts() <= 1;
  }

  /** Notes that it dials; returns how often it has before. */
  int dialled() {
    state = state.began(waitNanos);
    return dials++;
  }

  private boolean inFastLane() {
    return fastLane && state.everConnected() && state.attempts() == 1;
  }

  void ended(AttemptOutcome outcome, long now) {
    state = state.ended(outcome, first() || inFastLane(), now);
  }

  void disconnected(long now) {
    state = state.disconnected(now);
  }
}
