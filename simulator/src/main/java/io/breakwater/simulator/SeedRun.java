package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one run of an {@link Ensemble}: figures, so that hundreds fit into memory.
 *
 * @param connected how many were connected at the end
 * @param t50Seconds until half of the fleet was back; infinite if it never was
 * @param t99Seconds the same for 99 %
 * @param t100Seconds the same for all
 * @param attempts from the fault on
 * @param liveAttempts those that met a server that listens
 * @param overloaded those that ended so
 * @param unreachable those that ended so
 * @param peakPer100Millis the most in any 100 ms
 * @param peakPerSecond the most in any second
 * @param events what it took to simulate it
 */
public record SeedRun(
    int connected,
    double t50Seconds,
    double t99Seconds,
    double t100Seconds,
    long attempts,
    long liveAttempts,
    long overloaded,
    long unreachable,
    int peakPer100Millis,
    int peakPerSecond,
    long events) {

  /** Returns the figures of the first fleet of a run. */
  static SeedRun of(SimulatedRun run) {
    SimulatedRun.Fleet fleet = run.fleet(0);
    return new SeedRun(
        fleet.connected(),
        orNever(fleet.secondsUntil(50)),
        orNever(fleet.secondsUntil(99)),
        orNever(fleet.secondsUntil(100)),
        fleet.attempts(),
        fleet.liveAttempts(),
        fleet.outcomes(AttemptOutcome.OVERLOADED),
        fleet.outcomes(AttemptOutcome.UNREACHABLE),
        fleet.peakPer100Millis(),
        fleet.peakPerSecond(),
        run.events());
  }

  private static double orNever(@Nullable Double seconds) {
    return seconds == null ? Double.POSITIVE_INFINITY : seconds;
  }
}
