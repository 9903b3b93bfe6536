package io.breakwater.lab.services;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that had to wait for the end of a fault, and how fast workers began them then. Begun and
 * not finished: how long a job takes is its own affair. Nine of ten tell: one that a worker had in
 * its hands when the broker died is delivered again only after 15 s.
 *
 * @param jobs how many waited
 * @param seconds from the first that was begun until nine of ten were; null where there are too few
 * @param perSecond that many over that time, or over a second where it was shorter
 * @param unmeasured why there is no rate; null if there is one
 */
record Backlog(
    int jobs, @Nullable Double seconds, @Nullable Double perSecond, @Nullable String unmeasured) {
  /** A rate of fewer is chance. */
  private static final int LEAST_JOBS = 10;

  private static final double TOLD_BY = 0.9;

  /**
   * A shorter time is chance too: a thread that waits for a processor takes a good part of it. So
   * what is gone within a second has that second's rate, and must be more than a second's load.
   */
  private static final double LEAST_SECONDS = 1;

  /**
   * Looks at the jobs that waited.
   *
   * @param begun when each of them was begun, in order
   * @param steadyPerSecond how many were begun per second before the fault; null if not known
   */
  static Backlog of(List<Instant> begun, @Nullable Double steadyPerSecond) {
    int count = (int) Math.ceil(begun.size() * TOLD_BY);
    String waited = begun.size() == 1 ? "1 job waited" : begun.size() + " jobs waited";
    if (begun.size() < LEAST_JOBS) {
      return none(begun, "%s, fewer than %d".formatted(waited, LEAST_JOBS));
    }
    if (steadyPerSecond == null || steadyPerSecond <= 0) {
      return none(begun, "no steady rate is known");
    }
    if (count < steadyPerSecond * LEAST_SECONDS) {
      return none(begun, waited + ", fewer than come in a second");
    }
    double seconds = Duration.between(begun.get(0), begun.get(count - 1)).toNanos() / 1e9;
    return new Backlog(begun.size(), seconds, count / Math.max(LEAST_SECONDS, seconds), null);
  }

  private static Backlog none(List<Instant> begun, String why) {
    return new Backlog(begun.size(), null, null, why);
  }
}
