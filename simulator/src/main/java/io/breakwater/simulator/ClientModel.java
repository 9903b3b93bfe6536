package io.breakwater.simulator;

import java.time.Duration;

/**
 * What keeps the replicas of a fleet from doing at once what their schedules say.
 *
 * @param clockSkew the wall clocks differ from the true one by up to this, either way, uniformly
 * @param detectionDelay a lost connection is noticed within this, uniformly
 * @param dialCost what a dial, or the loss of a connection, costs the one processor on which all
 *     replicas of the fleet live, as in a drill; zero where each has its own
 * @param handshakeCost what the rest of a handshake costs it
 */
public record ClientModel(
    Duration clockSkew, Duration detectionDelay, Duration dialCost, Duration handshakeCost) {

  /** Clocks agree, losses are noticed at once, and each replica has a processor of its own. */
  public static final ClientModel IDEAL =
      new ClientModel(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * Checks that nothing is negative.
   *
   * @throws IllegalArgumentException if something is; the message is one line
   */
  public ClientModel {
    requireNotNegative("clockSkew", clockSkew);
    requireNotNegative("detectionDelay", detectionDelay);
    requireNotNegative("dialCost", dialCost);
    requireNotNegative("handshakeCost", handshakeCost);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
  }

  /** Returns the same with imperfect clocks. */
  public ClientModel withDelays(Duration skew, Duration detection) {
    return new ClientModel(skew, detection, dialCost, handshakeCost);
  }

  /** Returns the same with all replicas on one processor. */
  public ClientModel onOneProcessor(Duration dial, Duration handshake) {
    return new ClientModel(clockSkew, detectionDelay, dial, handshake);
  }
}
