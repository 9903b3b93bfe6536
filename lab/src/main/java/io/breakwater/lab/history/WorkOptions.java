package io.breakwater.lab.history;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much work, and for whom.
 *
 * @param gateways where they are, without a path; calls are spread over all of them
 * @param apiKey sent with each call; null for none
 * @param jobs how many are submitted in all; 0 until the work is stopped
 * @param jobsPerSecond at most; 0 for no jobs
 * @param runs how many are started in all; 0 until the work is stopped
 * @param runsPerSecond at most; 0 for no runs
 * @param longest how long a job takes at most, from 1 s to 25 s; one in eight takes seconds
 * @param seed the same seed draws the same work
 */
public record WorkOptions(
    List<URI> gateways,
    @Nullable String apiKey,
    int jobs,
    double jobsPerSecond,
    int runs,
    double runsPerSecond,
    Duration longest,
    long seed) {
  /** The time limit of an attempt is 30 s. */
  private static final Duration LONGEST = Duration.ofSeconds(25);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no gateway, or if a number is out of its range
   */
  public WorkOptions {
    gateways = List.copyOf(gateways);
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("gateways: expected one at least");
    }
    notNegative(jobs, "jobs");
    notNegative(jobsPerSecond, "jobsPerSecond");
    notNegative(runs, "runs");
    notNegative(runsPerSecond, "runsPerSecond");
    if (longest.compareTo(JobPlan.SHORT) < 0 || longest.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("longest: expected 1 s to 25 s, got " + longest);
    }
  }

  private static void notNegative(double value, String name) {
    if (!(value >= 0) || value > 1_000_000_000) {
      throw new IllegalArgumentException(
          name + ": expected 0 or more, at most a thousand million, got " + value);
    }
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return ("WorkOptions[gateways=%s, jobs=%d, jobsPerSecond=%s, runs=%d, runsPerSecond=%s,"
            + " longest=%s, seed=%d]")
        .formatted(gateways, jobs, jobsPerSecond, runs, runsPerSecond, longest, seed);
  }
}
