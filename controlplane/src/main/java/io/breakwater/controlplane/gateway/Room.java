package io.breakwater.controlplane.gateway;

import java.util.HashMap;
import java.util.Map;

/**
 * How many requests are at work: so many in all, and of each API key half of those, so that one
 * caller whose requests take long does not keep out the others. Thread-safe.
 */
final class Room {
  private static final int SHARES = 2;

  private final int most;
  private final int mostOfOne;
  private final Map<String, Integer> atWork = new HashMap<>();
  private int all;

  Room(int most) {
    this.most = most;
    mostOfOne = Math.max(1, most / SHARES);
  }

  /**
   * Takes a place.
   *
   * @param keyId the API key; empty for who has none, all of whom are one
   * @throws ProblemException with 503 if there is none
   */
  synchronized void enter(String keyId) {
    if (all >= most) {
      throw ProblemException.busy(most + " requests are at work already");
    }
    int own = atWork.getOrDefault(keyId, 0);
    if (own >= mostOfOne) {
      throw ProblemException.busy(mostOfOne + " requests of the same caller are at work already");
    }
    atWork.put(keyId, own + 1);
    all++;
  }

  /** Gives it back. */
  synchronized void leave(String keyId) {
    all--;
    atWork.computeIfPresent(keyId, (same, own) -> own == 1 ? null : own - 1);
  }
}
