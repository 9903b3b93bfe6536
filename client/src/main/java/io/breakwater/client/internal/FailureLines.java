package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which failed attempts are worth a line of the log: of each server the first of an outage, each
 * that ended otherwise than the one before, and of those that are all alike one every ten seconds.
 * At two attempts per second and replica, a fleet would bury its logs under one sentence. For one
 * thread.
 */
final class FailureLines {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Map<String, Last> lastByServer = new HashMap<>();

  private record Last(AttemptOutcome outcome, Instant saidAt, int unsaid) {
    /** A wall clock that was set back must not silence the log. */
    boolean isOld(Instant now) {
      return Duration.between(saidAt, now).abs().compareTo(EVERY) >= 0;
    }
  }

  /**
   * Returns how many alike were left out since the last line, if this one is worth a line; empty if
   * it is left out.
   */
  OptionalInt next(LifecycleEvent.Attempted failure) {
    Last last = lastByServer.get(failure.server());
    if (last == null || last.outcome() != failure.outcome() || last.isOld(failure.at())) {
      lastByServer.put(failure.server(), new Last(failure.outcome(), failure.at(), 0));
      return OptionalInt.of(last == null ? 0 : last.unsaid());
    }
    lastByServer.put(failure.server(), new Last(last.outcome(), last.saidAt(), last.unsaid() + 1));
    return OptionalInt.empty();
  }

  /** Forgets: another outage begins, or one has ended. */
  void reset() {
    lastByServer.clear();
  }
}
