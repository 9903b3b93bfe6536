package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.policy.AttemptOutcome;
import java.time.Instant;

/** Turns what happens to attempts into health and events, and passes on what wants a decision. */
final class AttemptReports implements AttemptObserver {
  private final HealthTracker tracker;
  private final EventDispatcher events;
  private final Concerns concerns;

  /** What somebody has to decide about; called on the thread that dials or reads. */
  interface Concerns {
    /** The server refused the credentials. */
    void rejected();

    /** See {@link AttemptObserver#portLost}. */
    void portLost();

    /** See {@link AttemptObserver#poolEmptied}. */
    void poolEmptied();
  }

  AttemptReports(HealthTracker tracker, EventDispatcher events, Concerns concerns) {
    this.tracker = tracker;
    this.events = events;
    this.concerns = concerns;
  }

  @Override
  public void ended(Attempt attempt, Attempt.Ended how) {
    tracker.attempted(how.outcome(), how.cause());
    if (how.outcome() == AttemptOutcome.AUTH_REJECTED) {
      concerns.rejected();
    }
    events.dispatch(
        new LifecycleEvent.Attempted(
            Instant.now(),
            attempt.startedAt(),
            attempt.number(),
            attempt.server().display(),
            how.outcome(),
            how.took(),
            how.cause()));
  }

  @Override
  public void removed(ServerList.Server server, int remaining) {
    events.dispatch(
        new LifecycleEvent.ServerRemoved(
            Instant.now(), server.display(), server.failures(), remaining));
  }

  @Override
  public void portLost() {
    concerns.portLost();
  }

  @Override
  public void poolEmptied() {
    concerns.poolEmptied();
  }
}
