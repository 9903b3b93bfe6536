package io.breakwater.planner.plan;

import io.breakwater.simulator.Band;
import io.breakwater.simulator.Ensemble;
import io.breakwater.simulator.SeedRun;
import java.time.Duration;

/**
 * What the simulator says of a setting. Times are seconds from the broker's return, infinite if
 * that share was not back within the limit.
 *
 * @param setting the setting
 * @param ensemble its runs
 * @param scale N over the replicas that were simulated; 1 where all were
 * @param limit how long after the broker's return was watched
 * @param largestSecond the most attempts in any second that are to be expected, those at a dead
 *     port included
 */
public record Forecast(
    Setting setting, Ensemble ensemble, double scale, Duration limit, double largestSecond) {

  /** Returns how many runs it rests on. */
  public int runs() {
    return ensemble.runs().size();
  }

  /** Returns how many replicas were simulated. */
  public int simulated() {
    return ensemble.replicas();
  }

  /** Returns T50. */
  public Band t50() {
    return ensemble.band(SeedRun::t50Seconds);
  }

  /** Returns T99. */
  public Band t99() {
    return ensemble.band(SeedRun::t99Seconds);
  }

  /** Returns T100. */
  public Band t100() {
    return ensemble.band(SeedRun::t100Seconds);
  }

  /** Returns the most attempts in any 100 ms, those at a dead port included. */
  public Band peakPer100Millis() {
    return ensemble.band(SeedRun::peakPer100Millis).times(scale);
  }

  /** Returns the most attempts in any second, those at a dead port included. */
  public Band peakPerSecond() {
    return ensemble.band(SeedRun::peakPerSecond).times(scale);
  }

  /** Returns the attempts that a broker met that was too busy for them. */
  public Band overloaded() {
    return ensemble.band(run -> (double) (run.overloaded() + run.unreachable())).times(scale);
  }

  /** Returns how many were connected at the end. */
  public Band connected() {
    return ensemble.band(SeedRun::connected).times(scale);
  }

  /** Returns if each replica was simulated; only then the peaks are those of the fleet. */
  boolean whole() {
    return scale == 1;
  }

  /** Returns if all came back, whatever chance did. */
  public boolean recovers() {
    return ensemble.complete() == runs();
  }

  /** Returns if all are back within a time, in nineteen runs of twenty. */
  boolean within(double seconds) {
    return recovers() && t100().high() <= seconds;
  }
}
